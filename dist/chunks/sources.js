const require_errors = require("./errors.js");
// src/sources/index.ts
const sources = {
	async files({ operands, ...rest }) {
		const { filesSource } = await Promise.resolve().then(() => require("./files.js"));
		return filesSource({
			paths: operands,
			...rest
		});
	},
	async staged({ operands }) {
		takes(operands, 0, 0, "scan staged");
		const { stagedSource } = await Promise.resolve().then(() => require("./staged.js"));
		return stagedSource();
	},
	async range({ operands }) {
		takes(operands, 1, 1, "scan range BASE..HEAD");
		const { rangeSource } = await Promise.resolve().then(() => require("./range.js"));
		return rangeSource(operands[0] ?? "");
	},
	async history({ operands, walkPacks, ...rest }) {
		takes(operands, 0, 1, "scan history [REPOSITORY]");
		const { historySource } = await Promise.resolve().then(() => require("./history.js"));
		return historySource({
			directory: operands[0] ?? ".",
			...rest
		}, walkPacks);
	},
	async log({ operands, maxFileSize }) {
		const { logSource } = await Promise.resolve().then(() => require("./log.js"));
		return logSource(operands, maxFileSize);
	}
};
async function followLog(paths, maxFileSize, now) {
	const { LogFollower } = await Promise.resolve().then(() => require("./follow.js"));
	return new LogFollower(paths, maxFileSize, now);
}
function takes(operands, least, most, form) {
	if (operands.length >= least && operands.length <= most) return;
	throw new require_errors.AkguardError("AK_USAGE", { problem: `The command is \`akguard ${form}\`.` });
}
Object.defineProperty(exports, "followLog", {
	enumerable: true,
	get: function() {
		return followLog;
	}
});
Object.defineProperty(exports, "sources", {
	enumerable: true,
	get: function() {
		return sources;
	}
});
