const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_package_files = require("./package-files.js");
const require_object_feed = require("./object-feed.js");
const require_repository = require("./repository.js");
const require_introduced = require("./introduced.js");
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
const absent = /couldn't find remote ref|not our ref|unadvertised object|no such remote ref/i;
const final = /Authentication failed|could not read Username|not found|returned error: 40[134]/i;
async function makeBare(folder, { url, env }, format) {
	const place = {
		directory: folder,
		hook: false,
		env
	};
	await require_repository.runGit(place, [
		"init",
		"--quiet",
		"--bare",
		...format === null ? [] : [`--object-format=${format}`]
	]);
	await require_repository.runGit(place, [
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
	if (!whole) args.push("--filter=blob:none");
	if (depth === "all") {
		if ((await require_repository.tryGit(place, ["rev-parse", "--is-shallow-repository"])).stdout.toString().trim() === "true") args.push("--unshallow");
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
	args.push("--recurse-submodules=no", "--filter=blob:none", "--stdin", "origin");
	return tryFetch(place, args, `${ids.join("\n")}\n`, sleep);
}
async function tryFetch(place, args, input, sleep) {
	for (let attempt = 1;; attempt += 1) {
		const end = await require_repository.tryGit(place, args, input);
		await forgetPromise(place);
		if (end.code === 0) return null;
		const gone = absent.test(end.stderr);
		const why = require_repository.firstLine(end.stderr.replace(/^(warning|hint): .*\n/gm, "")) || `git ended with ${end.code}`;
		if (gone || final.test(end.stderr) || attempt === 3) return {
			gone,
			why
		};
		await sleep(attempt * 2e3);
	}
}
async function forgetPromise(place) {
	for (const name of [
		"extensions.partialclone",
		"remote.origin.promisor",
		"remote.origin.partialclonefilter"
	]) await require_repository.tryGit(place, [
		"config",
		"--unset-all",
		name
	]);
}
async function listAbsent(place, ids) {
	if (ids.length === 0) return [];
	const listed = await require_repository.runGit(place, [
		"cat-file",
		"--batch-check=%(objectname)",
		"--buffer"
	], `${ids.join("\n")}\n`);
	return Array.from(listed.toString("latin1").matchAll(/^(\w+) missing$/gm), ([, id = ""]) => id);
}
async function listCutOff(place, revisions) {
	return (await require_repository.runGit(place, [
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
	const listed = await require_repository.runGit(place, [
		"rev-list",
		"--timestamp",
		"--stdin",
		"--"
	], `${revisions.join("\n")}\n`);
	let oldest = Infinity;
	for (const [, time] of listed.toString("latin1").matchAll(/^(\d+) /gm)) oldest = Math.min(oldest, Number(time));
	return oldest;
}
// src/sources/range.ts
var range_exports = require_rolldown_runtime.__exportAll({ rangeSource: () => rangeSource });
function rangeSource(range) {
	const place = {
		directory: ".",
		hook: true
	};
	return commitsSource(range, async (coverage) => {
		const { shallow } = await require_repository.openRepository(place.directory, true);
		const walk = await resolveRange(place, range);
		for (const { id } of shallow ? await listCutOff(place, walk) : []) coverage.missed(`parents of commit ${id}`, "cut off by a shallow clone; run `git fetch --unshallow`");
		return {
			place,
			walks: [walk],
			objects: [],
			trees: [],
			remote: null,
			obtain: null
		};
	});
}
function commitsSource(target, prepare) {
	let introduced = null;
	return {
		name: "range",
		target,
		async read(sink, coverage) {
			const { place, walks, trees, objects, ...surroundings } = await prepare(coverage);
			introduced = new require_introduced.Introduced(place, surroundings);
			for (const walk of walks) await introduced.walk([], walk);
			for (const tree of trees) await introduced.addTree(tree);
			introduced.leaveOutSubmodules(coverage);
			const contents = [...introduced.contents(), ...objects];
			const failure = await surroundings.obtain?.(contents) ?? null;
			if (failure !== null) coverage.missed("contents of files", failure);
			const feed = require_object_feed.objectFeed(sink, coverage);
			if (failure !== null) feed.missing = () => {};
			require_object_feed.reportBad(await require_object_feed.readObjects(place, [...new Set([...introduced.commits(), ...contents])], feed), coverage);
		},
		async refine(matches, findKeys) {
			return introduced?.refine(matches, findKeys) ?? matches;
		}
	};
}
async function resolveRange(place, range) {
	const [base, head, ...rest] = range.split("..");
	if (base === void 0 || head === void 0 || rest.length > 0 || head.startsWith(".")) throw new require_package_files.AkguardError("AK_USAGE", { problem: `A range is BASE..HEAD, not ${range}.` });
	return [await require_repository.resolveRevision(place, `${head || "HEAD"}^{commit}`), `^${await require_repository.resolveRevision(place, `${base || "HEAD"}^{commit}`)}`];
}
Object.defineProperty(exports, "commitsSource", {
	enumerable: true,
	get: function() {
		return commitsSource;
	}
});
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
Object.defineProperty(exports, "range_exports", {
	enumerable: true,
	get: function() {
		return range_exports;
	}
});
Object.defineProperty(exports, "remoteAt", {
	enumerable: true,
	get: function() {
		return remoteAt;
	}
});
