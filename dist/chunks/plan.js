const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_secret = require("./secret.js");
const require_blob = require("./blob.js");
const require_scanner = require("./scanner.js");
const require_hook_quick = require("./hook-quick.js");
const require_who_runs = require("./who-runs.js");
const require_stdin = require("./stdin.js");
const require_rules_command = require("./rules-command.js");
// src/config/baseline.ts
const line = /^([0-9a-f]{32})(?:\s+expires=(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?$/;
function parseBaseline(file, text) {
	const entries = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const trimmed = raw.trim();
		if (trimmed === "" || trimmed.startsWith("#")) continue;
		const [, fingerprint, expires = null, reason = null] = line.exec(trimmed) ?? [];
		if (fingerprint === void 0) {
			const problem = `line ${index + 1} is not \`FINGERPRINT [expires=YYYY-MM-DD] [REASON]\`.`;
			throw new require_errors.AkguardError("AK_BASELINE", {
				file,
				problem
			});
		}
		if (expires !== null && Number.isNaN(Date.parse(expires))) throw new require_errors.AkguardError("AK_BASELINE", {
			file,
			problem: `line ${index + 1}: there is no day ${expires}.`
		});
		entries.push({
			fingerprint,
			expires,
			reason
		});
	}
	return entries;
}
function formatBaseline(entries) {
	const byFingerprint = new Map();
	for (const entry of entries) if (!byFingerprint.has(entry.fingerprint)) byFingerprint.set(entry.fingerprint, entry);
	return [
		"# akguard baseline: FINGERPRINT [expires=YYYY-MM-DD] [REASON], sorted",
		...[...byFingerprint.values()].toSorted((a, b) => a.fingerprint < b.fingerprint ? -1 : 1).map(({ fingerprint, expires, reason }) => [
			fingerprint,
			expires === null ? "" : `expires=${expires}`,
			reason ?? ""
		].filter(Boolean).join(" ")),
		""
	].join("\n");
}
// src/detect/group.ts
function groupFindings(matches) {
	const byFingerprint = new Map();
	for (const match of matches) {
		let places = byFingerprint.get(match.secret.fingerprint);
		if (places === void 0) byFingerprint.set(match.secret.fingerprint, places = new Map());
		places.set(`${placeKey(match.provenance)}\0${match.offset}\0${match.encoding.join()}`, match);
	}
	return [...byFingerprint.values()].map((places) => [...places.values()].toSorted(byPlace)).flatMap((sorted) => {
		const first = sorted[0];
		return first === void 0 ? [] : [{
			fingerprint: first.secret.fingerprint,
			secret: first.secret,
			rule: first.rule,
			vendor: sorted.every((match) => match.vendor !== null) ? first.vendor : null,
			matches: sorted
		}];
	}).toSorted((a, b) => compare(a.fingerprint, b.fingerprint));
}
function placeKey(provenance) {
	switch (provenance.kind) {
		case "file":
		case "log":
		case "index": return `${provenance.kind}\0${provenance.path}`;
		case "commit": return `commit\0${provenance.commit.id}\0${provenance.path}`;
		case "object":
		case "message": return `${provenance.kind}\0${provenance.id}`;
	}
}
function byPlace(a, b) {
	return compare(require_blob.pathOf(a.provenance) ?? "", require_blob.pathOf(b.provenance) ?? "") || a.line - b.line || a.column - b.column || compare(placeKey(a.provenance), placeKey(b.provenance)) || a.offset - b.offset;
}
function compare(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
// src/alert-channels.ts
async function readAlerters(channels, variables, log) {
	if (channels.length === 0) return [];
	const { readText, writeWhole } = await Promise.resolve().then(() => require("./write-file.js")).then((n) => n.write_file_exports);
	const { alertersFor } = await Promise.resolve().then(() => require("./alerters.js"));
	const files = {
		read: readText,
		write: writeWhole
	};
	const github = channels.some((channel) => channel.startsWith("github-")) ? await githubDoors() : null;
	const own = variables["GITHUB_REPOSITORY"] || null;
	const source = own === null ? null : {
		repo: own,
		base: variables["GITHUB_BASE_REF"] || null
	};
	const open = (make, repo) => {
		const token = variables["GITHUB_TOKEN"] ?? "";
		if (github === null || token === "") throw new Error("GITHUB_TOKEN is not set");
		const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
		return make(github, {
			token,
			repo,
			apiUrl,
			log,
			source
		});
	};
	return alertersFor(channels, {
		files,
		issues: (repository) => open(({ githubIssues }, options) => githubIssues(options), repository),
		advisories: (repository) => open(({ githubAdvisories }, options) => githubAdvisories(options), repository),
		repository: own
	});
}
async function githubDoors() {
	const { githubIssues } = await Promise.resolve().then(() => require("./issues.js"));
	const { githubAdvisories } = await Promise.resolve().then(() => require("./advisories.js"));
	return {
		githubIssues,
		githubAdvisories
	};
}
// src/anton/endpoints.ts
const defaultEndpoints = {
	live: "https://api.antonpayments.com",
	test: "https://api.antonpayments.dev"
};
function parseEndpoint(variable, text) {
	const refuse = (problem) => {
		throw new require_errors.AkguardError("AK_ENDPOINT", {
			variable,
			problem
		});
	};
	const url = URL.parse(text.trim()) ?? refuse("it is not a URL.");
	if (url.protocol !== "https:" && url.protocol !== "http:") refuse("it is neither https nor http.");
	if (url.protocol === "http:" && !isLoopback(url.hostname)) refuse("http would send the key in the clear.");
	if (url.username !== "" || url.password !== "") refuse("it holds a user name or password.");
	if (/[?#]/.test(url.href)) refuse("it holds a query or a fragment.");
	return url;
}
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
// src/respond/default-policy.ts
const defaultPolicy = [
	{
		name: "live-active",
		when: {
			validity: ["active"],
			environment: ["live"]
		},
		actions: [
			"revoke",
			"alert",
			"fail"
		]
	},
	{
		name: "test-active",
		when: {
			validity: ["active"],
			environment: ["test"]
		},
		actions: ["alert", "fail"]
	},
	{
		name: "unknown",
		when: { validity: ["unknown"] },
		actions: ["alert", "fail"]
	},
	{
		name: "unverified",
		when: { validity: ["unverified"] },
		actions: ["fail"]
	},
	{
		name: "inactive",
		when: { validity: ["inactive"] },
		actions: []
	}
];
// src/plan.ts
function walkPacks(jobs) {
	return async (tables, progress) => {
		const { packWalk } = await Promise.resolve().then(() => require("./walk-packs.js"));
		return packWalk(require_rules_command.loadRules(), jobs)(tables, progress);
	};
}
async function makePlan(subject, options, variables, log, shared = {}) {
	const version = require_hook_quick.readVersion();
	const hosts = apiHosts(variables);
	const api = options.verify ? await connect(variables, log, shared) : null;
	const rules = require_rules_command.loadRules();
	const policy = options.policy ?? defaultPolicy;
	checkRuleIds(policy, rules);
	const readSinks = async (places) => {
		return (await Promise.resolve().then(() => require("./key-sinks.js"))).readSinks(places, true, variables, log);
	};
	if (options.armed) {
		for (const { to } of policy) if (to) await readSinks(to);
	}
	return {
		version,
		rules,
		subject,
		api,
		policy,
		setting: await settingFor(policy, variables),
		armed: options.armed,
		alerters: await readAlerters(options.alert, variables, log),
		managementKeys: readManagementKeys(variables),
		hosts,
		limits: {
			run: {
				most: options.maxRevocations,
				begun: new Set()
			},
			mostAnHour: options.maxRevocationsPerHour
		},
		openStore: async () => {
			const { openStore } = await Promise.resolve().then(() => require("./store2.js"));
			return openStore(options.state ?? require_who_runs.defaultStatePath(variables), {
				log,
				by: require_who_runs.whoRuns(variables)
			});
		},
		readSinks,
		failOn: options.failOn,
		allowDamaged: options.allowDamaged,
		baseline: options.baseline === null ? null : await readBaseline(options.baseline),
		isIgnored: await ignorer(options.ignore),
		progress: !options.quiet,
		clock: require_runtime.systemClock,
		log,
		random: Math.random
	};
}
async function connect(variables, log, special = {}) {
	const endpoints = apiEndpoints(variables);
	const { AntonClient } = await Promise.resolve().then(() => require("./client.js"));
	const userAgent = `akguard/${require_hook_quick.readVersion()}`;
	return new AntonClient({
		endpoints,
		clock: require_runtime.systemClock,
		log,
		userAgent,
		...special
	});
}
function readManagementKeys(variables) {
	return {
		live: managementKey("AKGUARD_LIVE_API_KEY", "live", variables),
		test: managementKey("AKGUARD_TEST_API_KEY", "test", variables)
	};
}
function apiEndpoints(variables) {
	return {
		live: parseEndpoint("AKGUARD_LIVE_URL", variables["AKGUARD_LIVE_URL"] || defaultEndpoints.live),
		test: parseEndpoint("AKGUARD_TEST_URL", variables["AKGUARD_TEST_URL"] || defaultEndpoints.test)
	};
}
function apiHosts(variables) {
	const { live, test } = apiEndpoints(variables);
	return {
		live: live.host,
		test: test.host
	};
}
async function readBaseline(file) {
	const { readText } = await Promise.resolve().then(() => require("./write-file.js")).then((n) => n.write_file_exports);
	const text = await readText(file).catch((error) => {
		throw new require_errors.AkguardError("AK_BASELINE", {
			file,
			problem: require_errors.messageOf(error)
		});
	});
	if (text === null) throw new require_errors.AkguardError("AK_BASELINE", {
		file,
		problem: "there is no such file."
	});
	return parseBaseline(file, text);
}
function checkRuleIds(policy, rules) {
	for (const { name, when } of policy) {
		const unknown = when.rule?.find((id) => !rules.some((rule) => rule.id === id));
		if (unknown === void 0) continue;
		const problem = `the policy rule \`${name}\` asks for \`${unknown}\`, which \`akguard rules list\` does not show.`;
		throw new require_errors.AkguardError("AK_USAGE", { problem });
	}
}
async function settingFor(policy, variables) {
	if (!policy.some(({ when }) => when.paths ?? when.branches ?? when.visibility)) return {
		branch: null,
		visibility: null,
		fitsGlob: () => false
	};
	const { globMatcher } = await Promise.resolve().then(() => require("./paths.js")).then((n) => n.paths_exports);
	const { runPlace } = await Promise.resolve().then(() => require("./run-place.js")).then((n) => n.run_place_exports);
	return {
		...runPlace(variables),
		fitsGlob: await globMatcher()
	};
}
async function ignorer(patterns) {
	if (patterns.length === 0) return () => false;
	const { excluder } = await Promise.resolve().then(() => require("./paths.js")).then((n) => n.paths_exports);
	return excluder(patterns);
}
function managementKey(variable, environment, variables) {
	const value = variables[variable]?.trim() ?? "";
	if (value === "") return null;
	if (value.startsWith(`ak_${environment}_`)) return new require_secret.Secret(value);
	throw new require_errors.AkguardError("AK_USAGE", { problem: `${variable} does not hold a key that starts with ak_${environment}_.` });
}
const longestInput = 4096;
async function readKey() {
	const input = await require_stdin.readShortStdin(longestInput);
	if (input.toString().trim() === "") throw new require_errors.AkguardError("AK_NO_KEY");
	const scanner = new require_scanner.Scanner(require_rules_command.loadRules());
	scanner.whole({
		kind: "log",
		path: "-"
	}, input);
	const [finding, ...others] = groupFindings(scanner.matches);
	if (finding === void 0 || others.length > 0) throw new require_errors.AkguardError("AK_NOT_A_KEY");
	return {
		name: "key",
		target: "the key on standard input",
		finding
	};
}
Object.defineProperty(exports, "apiHosts", {
	enumerable: true,
	get: function() {
		return apiHosts;
	}
});
Object.defineProperty(exports, "connect", {
	enumerable: true,
	get: function() {
		return connect;
	}
});
Object.defineProperty(exports, "defaultPolicy", {
	enumerable: true,
	get: function() {
		return defaultPolicy;
	}
});
Object.defineProperty(exports, "formatBaseline", {
	enumerable: true,
	get: function() {
		return formatBaseline;
	}
});
Object.defineProperty(exports, "groupFindings", {
	enumerable: true,
	get: function() {
		return groupFindings;
	}
});
Object.defineProperty(exports, "makePlan", {
	enumerable: true,
	get: function() {
		return makePlan;
	}
});
Object.defineProperty(exports, "parseBaseline", {
	enumerable: true,
	get: function() {
		return parseBaseline;
	}
});
Object.defineProperty(exports, "readAlerters", {
	enumerable: true,
	get: function() {
		return readAlerters;
	}
});
Object.defineProperty(exports, "readKey", {
	enumerable: true,
	get: function() {
		return readKey;
	}
});
Object.defineProperty(exports, "readManagementKeys", {
	enumerable: true,
	get: function() {
		return readManagementKeys;
	}
});
Object.defineProperty(exports, "settingFor", {
	enumerable: true,
	get: function() {
		return settingFor;
	}
});
Object.defineProperty(exports, "walkPacks", {
	enumerable: true,
	get: function() {
		return walkPacks;
	}
});
