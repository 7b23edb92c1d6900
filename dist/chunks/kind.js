let node_buffer = require("node:buffer");
function containerKind(head, path) {
	switch (head[0] ?? 0) {
		case 80:
			if (isZip(head)) return "zip";
			break;
		case 31:
			if (head[1] === 139 && head[2] === 8 && ((head[3] ?? 255) & 224) === 0) return "gzip";
			break;
		case 66:
			if (isBzip2(head)) return "bzip2";
			break;
		case 253: if (head.toString("latin1", 1, 6) === "7zXZ\0") return "xz";
	}
	if (head[257] === 117 && isTar(head)) return "tar";
	if (isZstd(head)) return "zstd";
	return path !== null && path.endsWith(".br") && !isText(head) ? "brotli" : null;
}
function isZip(head) {
	const [, k, a, b] = head;
	return k === 75 && (a === 3 && b === 4 || a === 5 && b === 6 || a === 7 && b === 8);
}
function isBzip2(head) {
	if (!/^BZh[1-9]/.test(head.toString("latin1", 0, 4))) return false;
	const magic = head.toString("hex", 4, 10);
	return magic === "314159265359" || magic === "177245385090";
}
function isZstd(head) {
	let at = 0;
	while (head.length >= at + 8 && head.readUInt32LE(at) >>> 4 === 25481893) at += 8 + head.readUInt32LE(at + 4);
	if (at + 4 > head.length) return at > 0;
	return head.readUInt32LE(at) === 4247762216;
}
function isTar(head) {
	return head.length >= 512 && head.toString("latin1", 257, 262) === "ustar" && checksumFits(head);
}
function checksumFits(header) {
	const stated = Number.parseInt(header.toString("latin1", 148, 156), 8);
	let unsigned = 0;
	let signed = 0;
	for (let i = 0; i < 512; i++) {
		const byte = i >= 148 && i < 156 ? 32 : header[i] ?? 0;
		unsigned += byte;
		signed += byte < 128 ? byte : byte - 256;
	}
	return stated === unsigned || stated === signed;
}
function isText(head) {
	let end = head.length;
	while (end > 0 && end > head.length - 4 && (head[end - 1] ?? 0) >= 128) end--;
	return (0, node_buffer.isUtf8)(head.subarray(0, end)) && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString("latin1"));
}
Object.defineProperty(exports, "checksumFits", {
	enumerable: true,
	get: function() {
		return checksumFits;
	}
});
Object.defineProperty(exports, "containerKind", {
	enumerable: true,
	get: function() {
		return containerKind;
	}
});
