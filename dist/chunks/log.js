const require_errors = require("./errors.js");
const require_log_file = require("./log-file.js");
const require_paths = require("./paths.js");
const require_stdin = require("./stdin.js");
const require_read_file = require("./read-file.js");
const require_hook_quick = require("./hook-quick.js");
// src/sources/read-log.ts
async function readLog(log, sink, coverage) {
	const counting = {
		...log,
		async next(room) {
			const size = await log.next(room);
			coverage.bytes += size;
			return size;
		}
	};
	try {
		const head = await readHead(counting);
		const kind = require_hook_quick.containerKind(head, log.path);
		if (isStream(kind)) await readCompressed(kind, head, counting, sink, coverage);
		else await readPlain(head, log, sink, coverage);
		if (log.file !== null) coverage.files++;
	} catch (error) {
		coverage.missed(log.path, require_read_file.reasonOf(error));
	}
}
async function readHead(log) {
	const head = Buffer.alloc(512);
	let fill = 0;
	while (fill < 512) {
		const size = await log.next(head.subarray(fill));
		if (size === 0) break;
		fill += size;
	}
	return head.subarray(0, fill);
}
function isStream(kind) {
	return kind !== null && kind !== "zip" && kind !== "tar";
}
async function readPlain(head, log, sink, coverage) {
	sink.open({
		kind: "log",
		path: log.path
	}, [], log.file);
	try {
		sink.write(head);
		for (;;) {
			const { room } = sink;
			const reading = log.next(room);
			const size = typeof reading === "number" ? reading : await reading;
			if (size === 0) break;
			coverage.bytes += size;
			sink.write(room.subarray(0, size));
		}
	} finally {
		coverage.lines += sink.close();
	}
}
async function readCompressed(kind, head, log, sink, coverage) {
	const [{ streamCompressed }, { Budget }] = await Promise.all([Promise.resolve().then(() => require("./open.js")).then((n) => n.open_exports), Promise.resolve().then(() => require("./budget.js")).then((n) => n.budget_exports)]);
	const budget = new Budget();
	sink.open({
		kind: "log",
		path: log.path
	}, [kind]);
	try {
		for await (const piece of streamCompressed(kind, piecesOf(head, log), budget)) sink.write(piece);
	} finally {
		coverage.lines += sink.close();
		for (const gap of budget.gaps) coverage.notOpened(log.path, gap);
	}
}
const pieceSize = 1 << 18;
async function* piecesOf(head, log) {
	yield head;
	const piece = Buffer.allocUnsafeSlow(pieceSize);
	for (;;) {
		const size = await log.next(piece);
		if (size === 0) return;
		yield piece.subarray(0, size);
	}
}
// src/sources/log.ts
function logSource(paths, maxFileSize) {
	const wanted = paths.length > 0 ? paths : ["-"];
	return {
		name: "log",
		target: targetOf(wanted),
		async read(sink, coverage) {
			for (const path of wanted) if (path === "-") await readLog({
				path: "-",
				next: require_stdin.stdinReader(),
				file: null
			}, sink, coverage);
			else for (const file of await expand(path, coverage)) await readFile(file, sink, coverage, maxFileSize);
		}
	};
}
function targetOf(paths) {
	return paths.map((path) => path === "-" ? "standard input" : path).join(" ");
}
async function expand(path, coverage) {
	const kind = require_paths.kindOf(path);
	if (kind === "file") return [path];
	if (kind === "nothing" && !await require_paths.isPattern(path)) throw new require_errors.AkguardError("AK_PATH_NOT_FOUND", { path });
	const { paths, unread } = await (kind === "folder" ? require_paths.listFolder(path) : require_paths.findPattern(path));
	const folder = kind === "folder" ? path : ".";
	for (const gap of unread) coverage.missed(String(require_paths.inFolder(folder, gap.path)), gap.why);
	if (kind === "nothing" && paths.length + unread.length === 0) throw new require_errors.AkguardError("AK_NOTHING_MATCHES", { pattern: path });
	return paths.map((found) => require_paths.inFolder(folder, found));
}
async function readFile(real, sink, coverage, maxFileSize) {
	const path = String(real);
	const opened = require_log_file.openLog(real, maxFileSize);
	switch (opened.kind) {
		case "open": {
			const { file } = opened;
			try {
				await readFileLog(path, file, sink, coverage);
			} finally {
				file.close();
			}
			break;
		}
		case "tooLarge":
			coverage.missed(path, `${opened.size} bytes, over --max-file-size`);
			break;
		case "notAFile":
			coverage.leftOut(path, noFile(opened.what));
			break;
		case "failed":
			coverage.missed(path, opened.why);
			break;
		case "gone":
		case "link":
		case "folder": coverage.missed(path, "vanished before it was read");
	}
}
async function readFileLog(path, file, sink, coverage) {
	let left = file.size + require_read_file.mostGrowth;
	const next = (room) => {
		if (left < 0) return 0;
		const size = file.next(room);
		left -= size;
		return size;
	};
	await readLog({
		path,
		next,
		file
	}, sink, coverage);
	if (left < 0) coverage.missed(path, require_read_file.growsTooFast);
}
function noFile(what) {
	return `${what}, not a file; pipe it in with \`akguard scan log -\``;
}
exports.logSource = logSource;
exports.noFile = noFile;
exports.readLog = readLog;
exports.targetOf = targetOf;
