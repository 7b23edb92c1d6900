import { t as containers } from "./containers2.js";
import { a as Prefilter, c as inRun, g as Finder, i as kindNames, n as Search, o as Kind, p as byteSet, r as decodersByKind, t as Unpacker } from "./unpack.js";
import { readSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
// src/detect/sieve.ts
const lead = 64;
const near = 512;
const inGap = byteSet(" 	\r\n\"'`\\+.&|<>^~,_(){}$#*;");
const longestGap = 300;
const shortestGap = 96;
var ObjectSieve = class {
	memory;
	bytes;
	start;
	end;
	#prefilter;
	#finder;
	#unpacker;
	#inner;
	#runs = [];
	constructor(rules, containers, capacity) {
		this.#prefilter = new Prefilter(capacity);
		this.memory = this.#prefilter.memory;
		this.bytes = Buffer.from(this.#prefilter.memory.buffer);
		this.start = this.#prefilter.areaAt + lead;
		this.end = this.#prefilter.areaAt + capacity;
		this.#finder = new Finder(rules);
		this.#unpacker = new Unpacker(containers, this.#finder);
		this.#inner = new Search(this.#finder, 1, this.#unpacker);
	}
	look(at, size, changes) {
		this.bytes.fill(255, at - lead, at);
		if (this.#holdsContainer(at, size)) return true;
		const prefilter = this.#prefilter;
		const first = at - prefilter.areaAt;
		const end = first + size;
		let bytes = null;
		const reach = [];
		this.#runs.length = 0;
		for (let from = first; from < end;) {
			from = prefilter.scan(from, end, true);
			for (let i = 0; i < prefilter.count; i++) {
				const kind = prefilter.kinds[i] ?? Kind.plain;
				const place = (prefilter.offsets[i] ?? 0) - first;
				if (kind === Kind.run && changes !== null) {
					this.#runs.push(place);
					continue;
				}
				bytes ??= this.bytes.subarray(at, at + size);
				if (this.#holds(bytes, place, kind, reach)) return true;
			}
		}
		if (changes === null || this.#runs.length === 0) return false;
		bytes ??= this.bytes.subarray(at, at + size);
		return this.#changedRunsHold(bytes, changes, reach);
	}
	#holdsContainer(at, size) {
		const head = this.bytes.subarray(at, at + Math.min(size, 512));
		const kind = this.#unpacker.kindOf(head, null);
		if (kind === null) return false;
		const found = this.#unpacker.unpack(kind, this.bytes.subarray(at, at + size)).inside.length > 0;
		return this.#unpacker.reset().length > 0 || found;
	}
	#holds(bytes, at, kind, reach) {
		if (kind === Kind.plain && this.#finder.keyAt(bytes, at) !== null) return true;
		for (const { decoder, index } of decodersByKind.get(kind) ?? []) for (const decoded of decoder.decode(bytes, at, kindNames[kind], reach[index] ??= {})) {
			if (this.#inner.whole(decoded.bytes.subarray(0, decoded.sure)).length > 0) return true;
			const container = this.#unpacker.kindOf(decoded.bytes.subarray(0, 512), null);
			const found = container !== null && this.#unpacker.unpack(container, decoded.bytes).inside.length > 0;
			if (this.#unpacker.reset().length > 0 || found) return true;
		}
		return false;
	}
	#changedRunsHold(bytes, changes, reach) {
		const runs = this.#runs;
		let next = 0;
		let fresh = 0;
		for (let i = 0; i < changes.length; i += 2) {
			const start = (changes[i] ?? 0) - near;
			const end = (changes[i + 1] ?? 0) + near;
			while (next < runs.length && (runs[next] ?? 0) < start) next++;
			let from = next;
			while (from > fresh && goesOn(bytes, runs[from - 1] ?? 0, Math.min(start, runs[from] ?? start))) from--;
			for (fresh = Math.max(from, fresh); fresh < runs.length && (runs[fresh] ?? 0) <= end; fresh++) if (this.#holds(bytes, runs[fresh] ?? 0, Kind.run, reach)) return true;
			next = Math.max(next, fresh);
		}
		return false;
	}
};
function goesOn(bytes, run, place) {
	let at = run;
	while (at < place && inRun[bytes[at] ?? 0] === 1) at++;
	if (place - at <= shortestGap) return true;
	if (place - at > longestGap) return false;
	while (at < place && inGap[bytes[at] ?? 0] === 1) at++;
	return at === place;
}
// src/git/pack/pack-reader.ts
const windowSize = 8192;
const windows = 8;
var PackReader = class {
	static size = 16843328;
	#memory;
	#at;
	#windows = Array.from({ length: windows }, () => ({
		fd: -1,
		start: 0,
		end: 0
	}));
	#current = 0;
	#oldest = 0;
	constructor(memory, at) {
		this.#memory = memory;
		this.#at = at;
	}
	bring(fd, start, end) {
		for (let i = 0; i < windows; i++) {
			const number = (this.#current + i) % windows;
			const window = this.#windows[number];
			if (window === void 0 || window.fd !== fd || start < window.start || end > window.end) continue;
			this.#current = number;
			return this.#addressOf(number) + start - window.start;
		}
		const size = end - start;
		if (size > windowSize) {
			const at = this.#at + windows * 8256;
			return this.#read(fd, at, size, start) === size ? at : -1;
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
			const read = readSync(fd, this.#memory, at + done, size - done, from + done);
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
	const { WebAssembly } = globalThis;
	const module = new WebAssembly.Module(Buffer.from(unpackWasm, "base64"));
	return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
// src/git/pack/pack-walker.ts
const gap = 128;
const longestDelta = 16 << 20;
var PackWalker = class {
	#sieve;
	#unpack;
	#reader;
	#memory;
	#changesAt;
	#changes;
	#deltaAt;
	#arena;
	#arenaEnd;
	#levels = [];
	constructor(sieve) {
		this.#sieve = sieve;
		this.#unpack = openUnpack(sieve.memory);
		this.#memory = sieve.bytes;
		let at = Math.ceil(sieve.start / 64) * 64;
		this.#unpack.init(at);
		at += this.#unpack.workSize.value;
		this.#changesAt = at;
		at += 8 * this.#unpack.mostChanges.value;
		this.#changes = new Uint32Array(this.#memory.buffer, this.#changesAt, 2 * this.#unpack.mostChanges.value);
		this.#reader = new PackReader(this.#memory, at);
		at += PackReader.size;
		this.#deltaAt = at;
		at += 16777344;
		this.#arena = at + gap;
		this.#arenaEnd = sieve.end - gap;
	}
	walk(table, from, to, walk) {
		for (let i = from; i < to; i++) this.#family(table, table.roots[i] ?? 0, walk);
	}
	#family(table, root, walk) {
		const size = this.#inflate(table, root, this.#arena, this.#arenaEnd);
		if (size < 0) {
			this.#forAll(table, root, size === tooLarge ? walk.large : walk.bad);
			return;
		}
		const isSuspect = this.#look(table, root, this.#arena, size, null, walk);
		const levels = this.#levels;
		levels[0] = {
			at: this.#arena,
			size,
			isSuspect,
			next: table.firstDelta[root] ?? -1
		};
		for (let depth = 0; depth >= 0;) {
			const level = levels[depth];
			const entry = level?.next ?? -1;
			if (level === void 0 || entry < 0) {
				depth--;
				continue;
			}
			level.next = table.nextDelta[entry] ?? -1;
			const made = this.#apply(table, entry, level, walk);
			const first = table.firstDelta[entry] ?? -1;
			if (made === null || first < 0) continue;
			if (level.next < 0) {
				this.#memory.copyWithin(level.at, made.at, made.at + made.size);
				level.size = made.size;
				level.isSuspect = made.isSuspect;
				level.next = first;
			} else levels[++depth] = {
				...made,
				next: first
			};
		}
	}
	#apply(table, entry, base, walk) {
		const deltaSize = this.#inflate(table, entry, this.#deltaAt, this.#deltaAt + longestDelta);
		if (deltaSize < 0) {
			this.#forAll(table, entry, deltaSize === tooLarge ? walk.large : walk.bad);
			return null;
		}
		const deltaEnd = this.#deltaAt + deltaSize;
		const size = this.#unpack.deltaSize(this.#deltaAt, deltaEnd, base.size);
		const at = Math.ceil((base.at + base.size + gap) / 64) * 64 + 64;
		if (size >= 0 && at + size + gap > this.#arenaEnd) {
			this.#forAll(table, entry, walk.large);
			return null;
		}
		const count = size < 0 ? -2 : this.#unpack.applyDelta(base.at, base.size, this.#deltaAt, deltaEnd, at, this.#changesAt);
		if (count === -2) {
			this.#forAll(table, entry, walk.bad);
			return null;
		}
		const changes = count < 0 || base.isSuspect ? null : this.#changes.subarray(0, 2 * count);
		return {
			at,
			size,
			isSuspect: this.#look(table, entry, at, size, changes, walk)
		};
	}
	#look(table, entry, at, size, changes, walk) {
		if (table.twice?.[entry] === 1) return true;
		walk.objects++;
		walk.bytes += size;
		const isSuspect = this.#sieve.look(at, size, changes);
		if (isSuspect) walk.suspects.push(entry);
		return isSuspect;
	}
	#inflate(table, entry, to, end) {
		const start = table.offsets[entry] ?? 0;
		const stop = table.offsets[entry + 1] ?? 0;
		if (stop - start > 16777216) return tooLarge;
		let at = this.#reader.bring(table.fd, start, stop);
		if (at < 0) return damaged;
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
		if (to + size > end) return tooLarge;
		return this.#unpack.inflate(at, entryEnd, to, size) === 0 ? size : damaged;
	}
	#forAll(table, entry, list) {
		const open = [entry];
		for (let each = open.pop(); each !== void 0; each = open.pop()) {
			if (table.twice?.[each] !== 1) list.push(each);
			for (let child = table.firstDelta[each] ?? -1; child >= 0; child = table.nextDelta[child] ?? -1) open.push(child);
		}
	}
};
const tooLarge = -1;
const damaged = -2;
// src/walk-thread.ts
const capacity = 128 << 20;
function newWalk() {
	return {
		objects: 0,
		bytes: 0,
		suspects: [],
		large: [],
		bad: []
	};
}
function makeThread(job, number) {
	const walker = new PackWalker(new ObjectSieve(job.rules, containers, capacity));
	const walks = job.tables.map(newWalk);
	return {
		walks,
		step() {
			const piece = job.pieces[Atomics.add(job.next, 0, 1)];
			const table = piece && job.tables[piece.table];
			const walk = piece && walks[piece.table];
			if (!piece || !table || !walk) return false;
			const before = walk.bytes;
			walker.walk(table, piece.from, piece.to, walk);
			job.seen[number] = (job.seen[number] ?? 0) + walk.bytes - before;
			return true;
		}
	};
}
if (!isMainThread && parentPort !== null) {
	const { job, number } = workerData;
	const thread = makeThread(job, number);
	while (thread.step());
	parentPort.postMessage(thread.walks);
}
export { newWalk as n, makeThread as t };
