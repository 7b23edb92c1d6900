const require_hook_quick = require("./hook-quick.js");
let node_fs = require("node:fs");
// src/git/pack/pack-reader.ts
const windowSize = 8192;
const windows = 8;
const smallPack = 24 << 20;
var PackReader = class {
	static size = 25231936;
	#memory;
	#at;
	#keepsSmall;
	#whole = null;
	#windows = Array.from({ length: windows }, () => ({
		fd: -1,
		start: 0,
		end: 0
	}));
	#current = 0;
	#oldest = 0;
	constructor(memory, at, keepsSmall) {
		this.#memory = memory;
		this.#at = at;
		this.#keepsSmall = keepsSmall;
	}
	bring({ fd, offsets, count }, start, end) {
		const packEnd = offsets[count] ?? 0;
		if (this.#keepsSmall && packEnd <= smallPack) {
			if (this.#whole?.fd !== fd) this.#whole = {
				fd,
				end: this.#read(fd, this.#room, packEnd, 0)
			};
			return end <= this.#whole.end ? this.#room + start : -1;
		}
		return this.#bringWindow(fd, start, end);
	}
	get #room() {
		return this.#at + windows * 8256;
	}
	#bringWindow(fd, start, end) {
		for (let i = 0; i < windows; i++) {
			const number = (this.#current + i) % windows;
			const window = this.#windows[number];
			if (window === void 0 || window.fd !== fd || start < window.start || end > window.end) continue;
			this.#current = number;
			return this.#addressOf(number) + start - window.start;
		}
		const size = end - start;
		if (size > windowSize) {
			this.#whole = null;
			return this.#read(fd, this.#room, size, start) === size ? this.#room : -1;
		}
		const number = this.#oldest;
		this.#oldest = (number + 1) % windows;
		this.#current = number;
		const at = this.#addressOf(number);
		const read = this.#read(fd, at, windowSize, start);
		this.#windows[number] = {
			fd,
			start,
			end: start + read
		};
		return read >= size ? at : -1;
	}
	#addressOf(window) {
		return this.#at + window * 8256;
	}
	#read(fd, at, size, from) {
		let done = 0;
		while (done < size) {
			const read = (0, node_fs.readSync)(fd, this.#memory, at + done, size - done, from + done);
			if (read === 0) break;
			done += read;
		}
		return done;
	}
};
// src/git/pack/unpack-wasm.ts
const unpackWasm = "AGFzbQEAAAABJwVgBX9/f39/AX9gAX8AYAR/f39/AX9gA39/fwF8YAZ/f39/f38BfwIPAQNlbnYGbWVtb3J5AgAAAwYFAAECAwQGWRF/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBAAt/AUEAC38AQYCABAt/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwBBgCALB00HCHdvcmtTaXplAwoEaW5pdAABB2luZmxhdGUAAglkZWx0YVNpemUAAwttb3N0Q2hhbmdlcwMQCmFwcGx5RGVsdGEABAZtZW1vcnkCAAqFIwX5BgEIfyMGQQBBwAD8CwAjBSAEaiEHQQAhBANAIAIgBEsEQCMGIAQgB2otAABBAnRqIgYgBigCAEEBajYCACAEQQFqIQQMAQsLIwYoAgAgAkYEQEEAIQIDQCACQQEgAXRJBEAgACACQQJ0akGA/gM2AgAgAkEBaiECDAELC0EBDwtBASEGIwZBQGsiCEEANgIAQQEhBANAIARBEEkEQCAGQQF0IwYgBEECdGooAgAiCmsiBkEASARAQQAPCyAIIARBAnRqIAU2AgAgBSAKaiEFIARBAWohBAwBCwsgBUEBRiIEBEAjBigCBEEBRiEECyAEBEAgA0ECRyEECyAERSAGQQBKcQRAQQAPC0EAIQUDQCACIAVLBEAgBSAHai0AACIGBEAjByAIIAZBAnRqIgYoAgAiCkEBdGogBTsBACAGIApBAWo2AgALIAVBAWohBQwBCwsgBARAQQAhAgNAIAJBASABdEkEQCAAIAJBAnRqQYD+AzYCACACQQFqIQIMAQsLC0EAIQRBASABdCEFQQAhBkF/IQdBASEIA0AgCEEQSQRAIwYgCEECdGooAgAhCgNAIAoEQCMHIAtBAXRqLwEAIQIgC0EBaiELAn8gAkEQdCADQQJGDQAaIANBAUYEQCACQR5JBH8jCSACQQJ0aigCAAVBgP4DCwwBCyACQRB0QSByIAJBgAJJDQAaQYABIAJBgAJGDQAaIAJBngJJBH8jCCACQYECa0ECdGooAgAFQYD+AwsLIQwgASAITwRAIAggDHIhDCAEIQIDQCACQQEgAXRJBEAgACACQQJ0aiAMNgIAIAJBASAIdGohAgwBCwsFIARBASABdEEBa3EiAiAHRwRAIAIhByAFIQZBASAIIAFrIgl0IAprIQUDQCABIAlqQQ9JIAVBAEpxBEAgBUEBdCMGIAlBAWoiCSABakECdGooAgBrIQUMAQsLIAAgB0ECdGogBkEQdEHAAHIgCUEIdHIgAXI2AgAgBkEBIAl0aiEFCyAMIAggAWtyIQwgBCABdiECA0AgAkEBIAl0SQRAIAAgAiAGakECdGogDDYCACACQQEgCCABa3RqIQIMAQsLC0EBIAhBAWt0IQIDQCACIARxBEAgAkEBdiECDAELCyAEIAJBAWtxIAJyQQAgAhshBCAKQQFrIQoMAQsLIAhBAWohCAwBCwtBAQuIAwEDfyAAJAAgAEGAgAFqIgAkASAAQYBAayIAJAIgAEGAIGoiACQDIABBgAhqIgAkBCAAQYAEaiIAJAUgAEGABGoiACQGIABBgAJqIgAkByAAQYAIaiIAJAggAEGAAWokCUEDIQADQCABQR1JBEBBACABQQJ2QQFrIAFBHEYiAiABQQhJchshAyMIIAFBAnRqQYICIAAgAhsiAEEQdCADQQh0cjYCACAAQQEgA3RqIQAgAUEBaiEBDAELC0EBIQBBACEBA0AgAUEeSQRAIwkgAUECdGogAEEQdCABQQF2QQFrQQAgAUEETxsiAkEIdHI2AgAgAEEBIAJ0aiEAIAFBAWohAQwBCwtBACEAA0AgAEGgAkkEQCMFIABqIABBkAFJBH9BCAUgAEGAAkkEf0EJBUEHQQggAEGYAkkbCws6AAAgAEEBaiEADAELCyMCQQpBoAJBAEEAEAAaQQAhAANAIABBIEkEQCMFIABqQQU6AAAgAEEBaiEADAELCyMDQQhBIEEBQQAQABoLrBADC38CfgV7AkAgASAAa0EGSQ0AIAAtAAEgAC0AAEEIdHIiBUGgngJxQYAQRwR/QQEFIAVBH3ALDQAgAEECaiEJIAMgAiIAaiEKA0AgDUUEQCAPIAkpAwAgBK2GhCEQIAlBPyAEa0EDdmohCSAQQgGDpyENIBBCA4ghDyAEQThyQQNrIQQjAiEHIwMhCyAQQgGIp0EDcSIFRQRAIAkgBEEDdmsiBEEEaiIFIAFLDQMgBC8BACIGIAQvAQJzQf//A0cNAyAGIAogAGtLIAYgASAFa0tyDQMgACAFIAb8CgAAIAUgBmohCSAAIAZqIQBCACEPQQAhBAwCCyAFQQNGDQIgBUECRgRAIA+nIgVBCnZBD3FBBGohBiAFQQV2QR9xQQFqIgxBHksgBUEfcUGBAmoiDkGeAktyDQMgD0IOiCEPIARBDmshBCMFQQBBE/wLAEEAIQUDQCAFIAZJBEAgBEEDSQRAIA8gCSkDACAErYaEIQ8gCUE/IARrQQN2aiEJIARBOHIhBAsgBUEDSQR/IAVBEGoFIAVBA0YEf0EABSAFQQFxBH9BCCAFQQNrQQF2awUgBUEEa0EBdkEIagsLCyMFaiAPQgeDPAAAIA9CA4ghDyAEQQNrIQQgBUEBaiEFDAELCyMEQQdBE0ECQQAQAEUNAyAMIA5qIQtBACEFQQAhBgNAIAYgC0kEQCAEQQ5JBEAgDyAJKQMAIASthoQhDyAJQT8gBGtBA3ZqIQkgBEE4ciEEIAkgAUEIaksNBgsjBCAPp0H/AHFBAnRqKAIAIgdBH3EiCEEHSw0FIA8gCK2IIQ8gBCAIayEEIAdBEHYiB0EQSQRAIwUgBmogByIFOgAAIAZBAWohBgwCCyAHQRBGBH8gBkUNBiAPp0EDcUEDaiEIIA9CAoghDyAEQQJrBUEAIQUgB0ERRgR/IA+nQQdxQQNqIQggD0IDiCEPIARBA2sFIA+nQf8AcUELaiEIIA9CB4ghDyAEQQdrCwshBCAGIAhqIgcgC0sNBSMFIAZqIAUgCPwLACAHIQYMAQsLIwUtAIACRQ0DIwAhByMBIQsjAUEIIAxBASAOEABFDQMjAEEKIA5BAEEAEABFDQMLA0ACQCAPIAkpAwAgBK2GhCEPIAlBPyAEa0EDdmohCSAEQThyIQQgCSABQQhqSw0EIAcgD6dB/wdxQQJ0aigCACIIQSBxBEAgAEEDaiAKSwRAIAAgCk8NBiAAIgVBAWohACAFIAhBEHY6AAAgDyAIQR9xIgWtiCEPIAQgBWshBAwDCyAEIAhBH3EiBmshBCAAIgVBAWohACAFIAhBEHY6AAAgByAPIAatiCIPp0H/B3FBAnRqKAIAIghBIHEEQCAEIAhBH3FrIQQgACIFQQFqIQAgBSAIQRB2OgAAIAcgDyAIQR9xrYgiD6dB/wdxQQJ0aigCACIIQSBxBEAgDyAIQR9xrYghDyAEIAhBH3FrIQQgACIFQQFqIQAgBSAIQRB2OgAADAQLCwsgCEHAAHEEQCAEQQprIQQgByAPQgqIIg+nQQEgCEEIdkEPcXRBAWtxIAhBEHZqQQJ0aigCACIIQSBxBEAgACAKTw0GIAAiBUEBaiEAIAUgCEEQdjoAACAPIAhBH3EiBa2IIQ8gBCAFayEEDAMLCyAPIAhBH3EiBa2IIQ8gBCAFayEEIAhBgAFxDQAgCEEIdkEfcSIFQQVLDQQgD6dBASAFdEEBa3EgCEEQdmohBiAPIAWtiCEPIAQgBWsiBEEcSQRAIA8gCSkDACAErYaEIQ8gCUE/IARrQQN2aiEJIARBOHIhBAsgCyAPp0H/AXFBAnRqKAIAIgVBwABxBEAgBEEIayEEIAsgD0IIiCIPp0EBIAVBCHZBD3F0QQFrcSAFQRB2akECdGooAgAhBQsgDyAFQR9xIgitiCEQIAVBCHZBH3EiDEENSw0EIBAgDK2IIQ8gBCAIayAMayEEIAYgCiAAa0sgEKdBASAMdEEBa3EgBUEQdmoiDCAAIAJrS3INBCAAIAxrIQggACAGaiEFIAxBCE8EQANAIAAgCCkDADcDACAIQQhqIQggBSAAQQhqIgBLDQALIAUhAAUgDEEBRgRAIAAgCC0AACAG/AsAIAUhAAUDQCAIIgZBAWohCCAAIAYtAAA6AAAgBSAAQQFqIgBLDQALCwsMAQsLDAELCyAAIApHIAkgBEEDdmsiBEEEaiABS3INAEEBIQFBACEIA0AgAwRAIANBsCsgAyADQbArSxsiBWshA/0MAAAAAAAAAAAAAAAAAAAAACER/QwAAAAAAAAAAAAAAAAAAAAAIRL9DAAAAAAAAAAAAAAAAAAAAAAhEyAFQQR2IQZBACEAA0AgACAGSQRAIAL9AAQAIRUgAkEQaiECIBMgEf2uASETIBEgFf2JASIUIBX9igEiFf2OAf1//a4BIREgEiAU/QwQAA8ADgANAAwACwAKAAkA/boBIBX9DAgABwAGAAUABAADAAIAAQD9ugH9rgH9rgEhEiAAQQFqIQAMAQsLIAggEv0bACAS/RsBaiAS/RsCaiAS/RsDaiABIAZBBHRsaiAT/RsAIBP9GwFqIBP9GwJqIBP9GwNqQQR0amohCCABIBH9GwAgEf0bAWogEf0bAmogEf0bA2pqIQEgBUEPcSEFA0AgBQRAIAIiAEEBaiECIAggASAALQAAaiIBaiEIIAVBAWshBQwBCwsgAUHx/wNwIQEgCEHx/wNwIQgMAQsLIAQoAgAiAEGA/oN4cUEIdyAAQf+B/AdxQQh4ciAIQRB0IAFyRw8LQQELoQEBBH8gACQLA0AgA0EgSSMLIAFJcQRAAkAjCyIAQQFqJAsgBSAALQAAIgBB/wBxIAN0ciEFIABBgAFxRQ0AIANBB2ohAwwCCwsLIAIgBUYEfANAIARBIEkjCyABSXEEQAJAIwsiAEEBaiQLIAYgAC0AACIAQf8AcSAEdHIhBiAAQYABcUUNACAEQQdqIQQMAgsLCyAGuAVEAAAAAAAA8L8LC6wHAQl/IAIkC0EAIQIDQCACQSBJIwsgA0lxBEACQCMLIgZBAWokCyAHIAYtAAAiBkH/AHEgAnRyIQcgBkGAAXFFDQAgAkEHaiECDAILCwsgASAHRwRAQX4PCyAEIQlBACEHQQAhAgNAIAJBIEkjCyADSXEEQAJAIwsiBkEBaiQLIAcgBi0AACIGQf8AcSACdHIhByAGQYABcUUNACACQQdqIQIMAgsLCyAEIAciCGohDCMLIQIgBSQMIAUkDUEAJA4DQCACIANJBEAgBCAJayENIAJBAWohBiACLQAAIgpBgAFxBH9BACELQQAhByAKQQFxBH8gBi0AACELIAZBAWoFIAYLIQIgCkECcQRAIAsgAi0AAEEIdHIhCyACQQFqIQILIApBBHEEQCALIAItAABBEHRyIQsgAkEBaiECCyAKQQhxBEAgCyACLQAAQRh0ciELIAJBAWohAgsgCkEQcQRAIAItAAAhByACQQFqIQILIApBIHEEQCAHIAItAABBCHRyIQcgAkEBaiECCyAKQcAAcQRAIAcgAi0AAEEQdHIhByACQQFqIQILIAdBgIAEIAcbIgogAUsgCyABIAprS3IgCiAMIARrS3IEQEF+DwsgCyAORwRAAkAgDSMPQUBrTSMNIwxLcQRAIA0kDyMNQQRrIA02AgAMAQsjDSMMQYCAAmpGBEBBASQODAELIw0gDTYCACMNIA02AgQjDUEIaiQNIA0kDwsLIAQhBSAAIAtqIQcgCkGAAk0EQCAEIApqIQYDQCAFIAf9AAQA/QsEACAHQRBqIQcgBiAFQRBqIgVLDQALBSAFIAcgCvwKAAALIAogC2ohDiAEIApqBSAKRSAKIAwgBGtLciAKIAMgBmtLcgRAQX4PCyAGIQUgCiAEIgdqIQIDQCAHIAX9AAQA/QsEACAFQRBqIQUgAiAHQRBqIgdLDQALIAogDWohAgJAIA0jD0FAa00jDSMMS3EEQCACJA8jDUEEayACNgIADAELIw0jDEGAgAJqRgRAQQEkDgwBCyMNIA02AgAjDSACNgIEIw1BCGokDSACJA8LIAYgCmohAkF/IQ4gBCAKagshBAwBCwsgAiADRyAEIAxHcgRAQX4PCyABIA5HBEACQCAIIw9BQGtNIw0jDEtxBEAgCCQPIw1BBGsgCDYCAAwBCyMNIwxBgIACakYEQEEBJA4MAQsjDSAINgIAIw0gCDYCBCMNQQhqJA0gCCQPCwsjDgR/QX8FIw0jDGtBA3YLCw==";
// src/git/pack/unpack.ts
function openUnpack(memory) {
	const module = new require_hook_quick.WebAssembly.Module(Buffer.from(unpackWasm, "base64"));
	return new require_hook_quick.WebAssembly.Instance(module, { env: { memory } }).exports;
}
const gap = 128;
const longestDelta = 16 << 20;
var PackEntries = class {
	first;
	#end;
	#unpack;
	#reader;
	#memory;
	#changesAt;
	#changes;
	#deltaAt;
	constructor({ memory, bytes, start, end }, makesMost) {
		this.#unpack = openUnpack(memory);
		this.#memory = bytes;
		let at = Math.ceil(start / 64) * 64;
		this.#unpack.init(at);
		at += this.#unpack.workSize.value;
		this.#changesAt = at;
		at += 8 * this.#unpack.mostChanges.value;
		this.#changes = new Uint32Array(bytes.buffer, this.#changesAt, 2 * this.#unpack.mostChanges.value);
		this.#reader = new PackReader(bytes, at, makesMost);
		at += PackReader.size;
		this.#deltaAt = at;
		at += 16777344;
		this.first = at + gap;
		this.#end = end - gap;
	}
	behind(at, size) {
		return Math.ceil((at + size + gap) / 64) * 64 + 64;
	}
	makeWhole(table, entry, at) {
		return this.#inflate(table, entry, at, this.#end);
	}
	makeDelta(table, entry, base, at) {
		const deltaSize = this.#inflate(table, entry, this.#deltaAt, this.#deltaAt + longestDelta);
		if (deltaSize < 0) return deltaSize;
		const deltaEnd = this.#deltaAt + deltaSize;
		const size = this.#unpack.deltaSize(this.#deltaAt, deltaEnd, base.size);
		if (size < 0) return -2;
		if (at + size > this.#end) return -1;
		const made = this.#unpack.applyDelta(base.at, base.size, this.#deltaAt, deltaEnd, at, this.#changesAt);
		if (made === -2) return -2;
		this.changes = made < 0 ? null : this.#changes.subarray(0, 2 * made);
		return size;
	}
	changes = null;
	move(from, size, to) {
		this.#memory.copyWithin(to, from, from + size);
	}
	#inflate(table, entry, to, end) {
		const start = table.offsets[entry] ?? 0;
		const stop = table.offsets[entry + 1] ?? 0;
		if (stop - start > 16777216) return -1;
		let at = this.#reader.bring(table, start, stop);
		if (at < 0) return -2;
		const entryEnd = at + stop - start;
		let byte = this.#memory[at++] ?? 0;
		const kind = byte >> 4 & 7;
		let size = byte & 15;
		for (let factor = 16; byte & 128; factor *= 128) {
			byte = this.#memory[at++] ?? 0;
			size += (byte & 127) * factor;
		}
		if (kind === 6) while ((this.#memory[at++] ?? 0) & 128);
		else if (kind === 7) at += table.idSize;
		if (to + size > end) return -1;
		return this.#unpack.inflate(at, entryEnd, to, size) === 0 ? size : -2;
	}
};
Object.defineProperty(exports, "PackEntries", {
	enumerable: true,
	get: function() {
		return PackEntries;
	}
});
