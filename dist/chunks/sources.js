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
	async range({ operands, rangeFromHook, timeLimit }) {
		if (rangeFromHook) {
			takes(operands, 0, 1, "scan range --range-from-hook [REMOTE]");
			return pushed(await toldByGit(), operands[0] ?? null, timeLimit);
		}
		takes(operands, 1, 1, "scan range BASE..HEAD");
		const { rangeSource } = await Promise.resolve().then(() => require("./range.js")).then((n) => n.range_exports);
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
	},
	async "actions-logs"({ operands, maxFileSize, actionsLogs }) {
		takes(operands, 1, 1, "scan actions-logs OWNER/REPO [--run ID | --since 7d]");
		if (actionsLogs === void 0) throw new Error("no access to GitHub was given");
		const scope = actionsLogs();
		const { actionsLogsSource } = await Promise.resolve().then(() => require("./actions-logs.js")).then((n) => n.actions_logs_exports);
		return actionsLogsSource({
			repository: operands[0] ?? "",
			maxFileSize,
			...scope
		});
	},
	async message({ operands }) {
		takes(operands, 1, 1, "scan message FILE");
		const { messageSource } = await Promise.resolve().then(() => require("./message.js"));
		return messageSource(operands[0] ?? "", process.env["GIT_EDITOR"] !== ":");
	}
};
const mostTold = 1 << 26;
let told = null;
function toldByGit() {
	return told ??= readTold();
}
async function readTold() {
	const { readWholeStdin } = await Promise.resolve().then(() => require("./stdin.js")).then((n) => n.stdin_exports);
	return (await readWholeStdin(mostTold)).toString();
}
async function pushed(lines, remote, timeLimit) {
	const { parseRefUpdates } = await Promise.resolve().then(() => require("./ref-updates.js"));
	const { pushedSource } = await Promise.resolve().then(() => require("./pushed.js"));
	return pushedSource(parseRefUpdates(lines, remote), timeLimit);
}
async function followLog(paths, maxFileSize, now) {
	const { LogFollower } = await Promise.resolve().then(() => require("./follow.js"));
	return new LogFollower(paths, maxFileSize, now);
}
async function orgParts() {
	const [{ GithubRepository }, { RemoteRepository }, { talkSource }] = await Promise.all([
		Promise.resolve().then(() => require("./github-repository.js")),
		Promise.resolve().then(() => require("./remote-repository.js")),
		Promise.resolve().then(() => require("./talk.js"))
	]);
	return {
		GithubRepository,
		RemoteRepository,
		talkSource
	};
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
Object.defineProperty(exports, "orgParts", {
	enumerable: true,
	get: function() {
		return orgParts;
	}
});
Object.defineProperty(exports, "pushed", {
	enumerable: true,
	get: function() {
		return pushed;
	}
});
Object.defineProperty(exports, "sources", {
	enumerable: true,
	get: function() {
		return sources;
	}
});
Object.defineProperty(exports, "toldByGit", {
	enumerable: true,
	get: function() {
		return toldByGit;
	}
});
