const require_text = require("./text.js");
// src/report/standing.ts
function standing(finding) {
	const { verdict, matches, decision, environment } = finding;
	const result = revocation(finding)?.result;
	if (result === "revoked" || result === "already-inactive" || verdict.validity === "inactive") return "dead";
	if (result === "unconfirmed") return "doubt";
	if (result === "failed" || result === "refused" || result === "ambiguous") return "failed";
	if (result === "dry-run" || decision.dry_run) return "armed-only";
	if ((verdict.validity !== "active" || environment === "test") && matches.length > 0 && matches.every((match) => match.suppressed)) return "suppressed";
	return verdict.validity === "active" ? "alive" : verdict.validity;
}
function rotation(finding) {
	return finding.outcomes.filter((outcome) => outcome.action === "rotate").at(-1);
}
function revocation(finding) {
	return finding.outcomes.filter((outcome) => outcome.action === "revoke").at(-1);
}
// src/report/style.ts
const codes = {
	bold: 1,
	dim: 2,
	red: 31,
	green: 32,
	yellow: 33
};
function paint(style, as, text) {
	if (!style.color || as.length === 0) return text;
	return `\u001b[${as.map((name) => codes[name]).join(";")}m${text}\u001b[0m`;
}
const longest = 400;
function foreign(style, text) {
	const masked = require_text.maskKeys(text);
	const bounded = masked.length > longest ? `${masked.slice(0, longest)}…` : masked;
	return style.runner ? require_text.logSafe(bounded) : require_text.visible(bounded);
}
function labelled(style, label, text) {
	const indent = 2 + labelWidth;
	const room = Math.max(30, style.width - indent);
	const lines = [];
	let line = "";
	for (const word of text.match(/`[^`]*`\S*|\S+/g) ?? []) if (line !== "" && line.length + 1 + word.length > room) {
		lines.push(line);
		line = word;
	} else line = line === "" ? word : `${line} ${word}`;
	lines.push(line);
	return lines.map((l, i) => `  ${(i === 0 ? label : "").padEnd(labelWidth)}${l}`);
}
const labelWidth = 9;
Object.defineProperty(exports, "foreign", {
	enumerable: true,
	get: function() {
		return foreign;
	}
});
Object.defineProperty(exports, "labelled", {
	enumerable: true,
	get: function() {
		return labelled;
	}
});
Object.defineProperty(exports, "paint", {
	enumerable: true,
	get: function() {
		return paint;
	}
});
Object.defineProperty(exports, "revocation", {
	enumerable: true,
	get: function() {
		return revocation;
	}
});
Object.defineProperty(exports, "rotation", {
	enumerable: true,
	get: function() {
		return rotation;
	}
});
Object.defineProperty(exports, "standing", {
	enumerable: true,
	get: function() {
		return standing;
	}
});
