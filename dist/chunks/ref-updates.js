const require_errors = require("./errors.js");
// src/sources/ref-updates.ts
const id = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
const received = new RegExp(`^(${id}) (${id}) (\\S+)$`);
const pushed = new RegExp(`^.* (${id}) (\\S+) (${id})$`);
const isNone = (each) => /^0+$/.test(each);
function parseRefUpdates(text, remote) {
	const updates = text.split("\n").flatMap((line) => line === "" ? [] : [parseLine(line)]);
	const tips = updates.flatMap(({ to }) => isNone(to) ? [] : [to]);
	const known = updates.flatMap(({ from }) => isNone(from) ? [] : [from]);
	const isServer = updates.some((update) => update.server);
	const others = isServer ? "--all" : `--remotes=${remote ?? "*"}`;
	return {
		tips: [...new Set(tips)],
		known: [...new Set(known)],
		except: remote === null || isServer || isName(remote) ? [
			"--not",
			others,
			"--not"
		] : [],
		target: isServer ? "what is pushed" : `what ${remote ?? "the remote"} lacks`
	};
}
function isName(remote) {
	return /^[\w.][\w./-]*$/.test(remote);
}
function parseLine(line) {
	const [, old = "", fresh = ""] = received.exec(line) ?? [];
	if (fresh !== "") return {
		from: old,
		to: fresh,
		server: true
	};
	const [, local = "", , remote = ""] = pushed.exec(line) ?? [];
	if (local !== "") return {
		from: remote,
		to: local,
		server: false
	};
	throw new require_errors.AkguardError("AK_USAGE", { problem: "Standard input is not what git tells a pre-push or pre-receive hook." });
}
exports.parseRefUpdates = parseRefUpdates;
