const require_errors = require("./errors.js");
const require_user_settings = require("./user-settings.js");
const require_hook_quick = require("./hook-quick.js");
// src/sources/message.ts
function messageSource(path, edited) {
	let text = "";
	return {
		name: "message",
		target: path,
		async read(sink, coverage) {
			const bytes = read(path);
			text = bytes.toString("latin1");
			coverage.files = 1;
			coverage.bytes = bytes.length;
			sink.whole({
				kind: "file",
				path
			}, bytes);
		},
		async refine(matches) {
			const parts = partsToDrop(text, edited, await require_user_settings.messageSettings("."));
			return matches.filter(({ offset }) => !parts.some(([start, end]) => offset >= start && offset < end));
		}
	};
}
function read(path) {
	try {
		return require_hook_quick.readMessage(path);
	} catch (error) {
		throw new require_errors.AkguardError("AK_PATH_NOT_FOUND", { path }, { cause: error });
	}
}
const candidates = "#;@!$%^&|:";
const scissors = "------------------------ >8 ------------------------";
function partsToDrop(text, edited, { comment, cleanup }) {
	const mark = comment === "auto" ? guessed(text) : Buffer.from(comment).toString("latin1");
	const byDefault = edited ? "strip" : "whitespace";
	const mode = edited && text.includes(` with '${mark}' will be kept;`) ? "whitespace" : cleanup === "default" ? byDefault : cleanup;
	const line = mode === "scissors" ? `${mark} ${scissors}\n` : `${mark} ${scissors}\n${mark} `;
	const cut = edited || mode === "scissors" ? lineAt(text, line) : text.length;
	const parts = [[cut, text.length]];
	if (mode !== "strip") return parts;
	for (let start = 0; start < cut;) {
		const newline = text.indexOf("\n", start);
		const end = newline < 0 ? text.length : newline + 1;
		if (text.startsWith(mark, start)) parts.push([start, end]);
		start = end;
	}
	return parts;
}
function lineAt(text, line) {
	if (text.startsWith(line)) return 0;
	const at = text.indexOf(`\n${line}`);
	return at < 0 ? text.length : at + 1;
}
function guessed(text) {
	const before = text.indexOf(` ${scissors}\n`) - 1;
	const last = before >= 0 ? text[before] : text.trimEnd().split("\n").at(-1)?.[0];
	return last !== void 0 && candidates.includes(last) ? last : "#";
}
exports.messageSource = messageSource;
