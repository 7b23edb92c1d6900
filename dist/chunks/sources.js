import { t as AkguardError } from "./errors.js";
// src/sources/index.ts
const sources = {
	async files({ operands, ...rest }) {
		const { filesSource } = await import("./files.js");
		return filesSource({
			paths: operands,
			...rest
		});
	},
	async staged({ operands }) {
		takes(operands, 0, 0, "scan staged");
		const { stagedSource } = await import("./staged.js");
		return stagedSource();
	},
	async range({ operands }) {
		takes(operands, 1, 1, "scan range BASE..HEAD");
		const { rangeSource } = await import("./range.js");
		return rangeSource(operands[0] ?? "");
	},
	async history({ operands, walkPacks, ...rest }) {
		takes(operands, 0, 1, "scan history [REPOSITORY]");
		const { historySource } = await import("./history2.js");
		return historySource({
			directory: operands[0] ?? ".",
			...rest
		}, walkPacks);
	},
	async log({ operands, maxFileSize }) {
		const { logSource } = await import("./log2.js");
		return logSource(operands, maxFileSize);
	}
};
async function followLog(paths, maxFileSize, now) {
	const { LogFollower } = await import("./follow.js");
	return new LogFollower(paths, maxFileSize, now);
}
function takes(operands, least, most, form) {
	if (operands.length >= least && operands.length <= most) return;
	throw new AkguardError("AK_USAGE", { problem: `The command is \`akguard ${form}\`.` });
}
export { sources as n, followLog as t };
