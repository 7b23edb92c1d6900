let node_fs = require("node:fs");
// src/io/read-file.ts
const nothing = Buffer.alloc(0);
const mostGrowth = 256 * 2 ** 20;
const growsTooFast = "it grows as fast as it is read; the rest was not read";
function readFile(path, provenance, sink, limit, followLinks) {
	const opened = openFile(path, limit, followLinks);
	if (opened.kind !== "open") return opened;
	try {
		const bytes = readOpen(opened.fd, opened.size, provenance, sink);
		return bytes > opened.size + mostGrowth ? {
			kind: "failed",
			why: growsTooFast
		} : {
			kind: "read",
			bytes
		};
	} catch (error) {
		return {
			kind: "failed",
			why: reasonOf(error)
		};
	} finally {
		(0, node_fs.closeSync)(opened.fd);
	}
}
function openFile(path, limit, followLinks) {
	const flags = node_fs.constants.O_RDONLY | node_fs.constants.O_NONBLOCK | node_fs.constants.O_NOCTTY | (followLinks ? 0 : node_fs.constants.O_NOFOLLOW);
	let fd;
	try {
		fd = (0, node_fs.openSync)(path, flags);
	} catch (error) {
		return openFailed(path, error);
	}
	const opened = checkOpen(fd, limit);
	if (opened.kind !== "open") (0, node_fs.closeSync)(fd);
	return opened;
}
function checkOpen(fd, limit) {
	try {
		const stat = (0, node_fs.fstatSync)(fd);
		if (stat.isDirectory()) return { kind: "folder" };
		if (stat.isFIFO()) return {
			kind: "notAFile",
			what: "a named pipe"
		};
		if (!stat.isFile()) return {
			kind: "notAFile",
			what: "a device"
		};
		return stat.size > limit ? {
			kind: "tooLarge",
			size: stat.size
		} : {
			kind: "open",
			fd,
			size: stat.size
		};
	} catch (error) {
		return {
			kind: "failed",
			why: reasonOf(error)
		};
	}
}
function readOpen(fd, size, provenance, sink) {
	let total = 0;
	sink.open(provenance, [], again(fd, size));
	for (;;) {
		const room = sink.room;
		const read = (0, node_fs.readSync)(fd, room, 0, room.length, null);
		if (read === 0) break;
		total += read;
		sink.write(room.subarray(0, read));
		if (read < room.length && total === size || total > size + mostGrowth) break;
	}
	sink.close();
	return total;
}
function again(fd, size) {
	let bytes = nothing;
	return {
		size,
		read(offset, length) {
			if (bytes.length < length) bytes = Buffer.allocUnsafeSlow(length);
			return bytes.subarray(0, (0, node_fs.readSync)(fd, bytes, 0, length, offset));
		}
	};
}
function openFailed(path, error) {
	const code = codeOf(error);
	if (code === "ENOENT" || code === "ENOTDIR") return { kind: "gone" };
	if (code === "ENXIO" || code === "EOPNOTSUPP") return {
		kind: "notAFile",
		what: "a socket"
	};
	if (code === "ELOOP" || code === "EMLINK") try {
		return {
			kind: "link",
			target: (0, node_fs.readlinkSync)(path, { encoding: "buffer" })
		};
	} catch {
		return {
			kind: "failed",
			why: "a loop of links"
		};
	}
	return {
		kind: "failed",
		why: reasons[code] ?? code
	};
}
const reasons = {
	EACCES: "no permission to read it",
	EPERM: "no permission to read it",
	ENOENT: "it is gone, or its name is not UTF-8",
	EIO: "the disk failed to read it",
	EMFILE: "too many open files",
	ENAMETOOLONG: "the name is too long"
};
function reasonOf(error) {
	const code = codeOf(error);
	return reasons[code] ?? code;
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
Object.defineProperty(exports, "growsTooFast", {
	enumerable: true,
	get: function() {
		return growsTooFast;
	}
});
Object.defineProperty(exports, "mostGrowth", {
	enumerable: true,
	get: function() {
		return mostGrowth;
	}
});
Object.defineProperty(exports, "openFile", {
	enumerable: true,
	get: function() {
		return openFile;
	}
});
Object.defineProperty(exports, "readFile", {
	enumerable: true,
	get: function() {
		return readFile;
	}
});
Object.defineProperty(exports, "reasonOf", {
	enumerable: true,
	get: function() {
		return reasonOf;
	}
});
