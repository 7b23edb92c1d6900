// src/core/text.ts
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
function visible(text) {
	return text.replace(unsafe, (c) => {
		if (c === "\n") return "\\n";
		if (c === "\r") return "\\r";
		if (c === "	") return "\\t";
		const code = c.codePointAt(0) ?? 0;
		const hex = code.toString(16);
		if (code > 65535) return `\\u{${hex}}`;
		return code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`;
	});
}
function logSafe(text) {
	return visible(text).replace(/#(?=\[|$)/g, "#⁠").replace(/(?<=^|:):/g, "⁠:");
}
function markdownCode(text) {
	const safe = visible(text).replaceAll("@", "@​").replaceAll("#", "#​").replace(/\\?\|/g, (pipe) => pipe === "|" ? "\\|" : "\\​\\|");
	const longestRun = Math.max(0, ...[...safe.matchAll(/`+/g)].map((m) => m[0].length));
	const fence = "`".repeat(longestRun + 1);
	const pad = safe.startsWith("`") || safe.endsWith("`") || safe === "" ? " " : "";
	return `${fence}${pad}${safe}${pad}${fence}`;
}
function jsonSafe(json) {
	return json.replace(unsafe, (c) => c === "\n" ? c : c.replace(/[^]/g, (unit) => `\\u${hex4(unit)}`)).replaceAll("##[", "#\\u0023[");
}
function hex4(unit) {
	return unit.charCodeAt(0).toString(16).padStart(4, "0");
}
function maskKeys(text) {
	return text.replace(/(ak_(?:live|test)_)([A-Za-z0-9_]{12,})([A-Za-z0-9_]{4})/g, (whole, prefix, body, last) => /[A-Z0-9]/.test(`${body}${last}`) ? `${prefix}****${last}` : whole);
}
function duration(ms) {
	if (ms < 1e3) return `${ms} ms`;
	const seconds = Math.round(ms / 1e3);
	if (seconds < 120) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 120) return `${minutes} min`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
Object.defineProperty(exports, "duration", {
	enumerable: true,
	get: function() {
		return duration;
	}
});
Object.defineProperty(exports, "jsonSafe", {
	enumerable: true,
	get: function() {
		return jsonSafe;
	}
});
Object.defineProperty(exports, "logSafe", {
	enumerable: true,
	get: function() {
		return logSafe;
	}
});
Object.defineProperty(exports, "markdownCode", {
	enumerable: true,
	get: function() {
		return markdownCode;
	}
});
Object.defineProperty(exports, "maskKeys", {
	enumerable: true,
	get: function() {
		return maskKeys;
	}
});
Object.defineProperty(exports, "visible", {
	enumerable: true,
	get: function() {
		return visible;
	}
});
