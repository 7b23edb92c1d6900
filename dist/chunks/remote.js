const require_run = require("./run.js");
// src/git/remote.ts
const networkVariables = /^((https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|GIT_SSL_CAINFO)$/i;
function remoteAt(url, token) {
	const settings = [
		["http.followRedirects", "false"],
		["http.lowSpeedLimit", "1000"],
		["http.lowSpeedTime", "60"]
	];
	if (token !== null) {
		const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
		settings.push([`http.${new URL(url).origin}/.extraheader`, `AUTHORIZATION: basic ${basic}`]);
	}
	const env = { GIT_CONFIG_COUNT: String(settings.length) };
	for (const [i, [key, value]] of settings.entries()) {
		env[`GIT_CONFIG_KEY_${i}`] = key;
		env[`GIT_CONFIG_VALUE_${i}`] = value;
	}
	for (const [name, value] of Object.entries(process.env)) if (networkVariables.test(name) && value !== void 0) env[name] = value;
	return {
		url,
		env
	};
}
const withoutContents = "--filter=blob:none";
const absent = /couldn't find remote ref|not our ref|unadvertised object|no such remote ref/i;
const final = /Authentication failed|could not read Username|not found|returned error: (40[134]|451)|redirection/i;
async function makeBare(folder, { url, env }, format) {
	const place = {
		directory: folder,
		hook: false,
		env
	};
	await require_run.runGit(place, [
		"init",
		"--quiet",
		"--bare",
		...format === null ? [] : [`--object-format=${format}`]
	]);
	await require_run.runGit(place, [
		"config",
		"remote.origin.url",
		url
	]);
	return place;
}
async function fetchHistory(place, specs, { depth, whole }, sleep) {
	const args = [
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"--recurse-submodules=no",
		"--force"
	];
	if (!whole) args.push(withoutContents);
	if (depth === "all") {
		if ((await require_run.tryGit(place, ["rev-parse", "--is-shallow-repository"])).stdout.toString().trim() === "true") args.push("--unshallow");
	} else if (depth !== null) args.push(`--depth=${depth}`);
	return tryFetch(place, [
		...args,
		"--end-of-options",
		"origin",
		...specs
	], "", sleep);
}
async function fetchObjects(place, ids, sleep) {
	const args = [
		"-c",
		"fetch.negotiationAlgorithm=noop",
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head"
	];
	args.push("--recurse-submodules=no", withoutContents, "--stdin", "origin");
	return tryFetch(place, args, `${ids.join("\n")}\n`, sleep);
}
async function tryFetch(place, args, input, sleep) {
	const got = await tryOften(async () => {
		const end = await require_run.tryGit(place, args, input);
		if (args.includes(withoutContents)) await forgetPromise(place);
		return end;
	}, sleep);
	return "why" in got ? got : null;
}
async function tryOften(ask, sleep) {
	for (let attempt = 1;; attempt += 1) {
		const end = await ask();
		if (end.code === 0) return end;
		const gone = absent.test(end.stderr);
		const why = require_run.firstLine(end.stderr.replace(/^(warning|hint): .*\n/gm, "")) || `git ended with ${end.code}`;
		if (gone || final.test(end.stderr) || attempt === 3) return {
			gone,
			why
		};
		await sleep(attempt * 2e3);
	}
}
async function listRemote(directory, { url, env }, signal, sleep) {
	const args = [
		"ls-remote",
		"--quiet",
		"--symref",
		"--end-of-options",
		url
	];
	const place = {
		directory,
		hook: false,
		env,
		signal
	};
	const got = await tryOften(() => require_run.tryGit(place, args), sleep);
	if ("why" in got) return got;
	const shown = {
		tips: {},
		head: null
	};
	for (const line of got.stdout.toString().split("\n")) {
		const [left = "", name = ""] = line.split("	");
		if (left.startsWith("ref: ") && name === "HEAD") shown.head = left.slice(5);
		else if (/^[0-9a-f]{40,64}$/.test(left) && name.startsWith("refs/") && !name.endsWith("^{}")) shown.tips[name] = left;
	}
	return shown;
}
async function storeBytes(place) {
	const counted = (await require_run.runGit(place, ["count-objects", "-v"])).toString();
	const kibibytes = (name) => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(counted)?.[1] ?? 0);
	return (kibibytes("size") + kibibytes("size-pack")) * 1024;
}
async function forgetPromise(place) {
	for (const name of [
		"extensions.partialclone",
		"remote.origin.promisor",
		"remote.origin.partialclonefilter"
	]) await require_run.tryGit(place, [
		"config",
		"--unset-all",
		name
	]);
}
async function listAbsent(place, ids) {
	if (ids.length === 0) return [];
	const listed = await require_run.runGit(place, [
		"cat-file",
		"--batch-check=%(objectname)",
		"--buffer"
	], `${ids.join("\n")}\n`);
	return Array.from(listed.toString("latin1").matchAll(/^(\w+) missing$/gm), ([, id = ""]) => id);
}
async function listCutOff(place, revisions) {
	return (await require_run.runGit(place, [
		"rev-list",
		"--max-parents=0",
		"--header",
		"--stdin",
		"--"
	], `${revisions.join("\n")}\n`)).toString("latin1").split("\0").flatMap((text) => {
		const header = text.split("\n\n")[0] ?? "";
		if (!/^parent /m.test(header)) return [];
		const time = Number(/^committer .* (\d+) [+-]\d+$/m.exec(header)?.[1] ?? 0);
		return {
			id: header.split("\n")[0]?.trim() ?? "",
			time
		};
	});
}
async function oldestTime(place, revisions) {
	const listed = await require_run.runGit(place, [
		"rev-list",
		"--timestamp",
		"--stdin",
		"--"
	], `${revisions.join("\n")}\n`);
	let oldest = Infinity;
	for (const [, time] of listed.toString("latin1").matchAll(/^(\d+) /gm)) oldest = Math.min(oldest, Number(time));
	return oldest;
}
Object.defineProperty(exports, "fetchHistory", {
	enumerable: true,
	get: function() {
		return fetchHistory;
	}
});
Object.defineProperty(exports, "fetchObjects", {
	enumerable: true,
	get: function() {
		return fetchObjects;
	}
});
Object.defineProperty(exports, "listAbsent", {
	enumerable: true,
	get: function() {
		return listAbsent;
	}
});
Object.defineProperty(exports, "listCutOff", {
	enumerable: true,
	get: function() {
		return listCutOff;
	}
});
Object.defineProperty(exports, "listRemote", {
	enumerable: true,
	get: function() {
		return listRemote;
	}
});
Object.defineProperty(exports, "makeBare", {
	enumerable: true,
	get: function() {
		return makeBare;
	}
});
Object.defineProperty(exports, "oldestTime", {
	enumerable: true,
	get: function() {
		return oldestTime;
	}
});
Object.defineProperty(exports, "remoteAt", {
	enumerable: true,
	get: function() {
		return remoteAt;
	}
});
Object.defineProperty(exports, "storeBytes", {
	enumerable: true,
	get: function() {
		return storeBytes;
	}
});
