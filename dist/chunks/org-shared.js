const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_text = require("./text.js");
const require_errors = require("./errors.js");
const require_options = require("./options.js");
const require_schemas = require("./schemas.js");
const require_plan = require("./plan.js");
const require_remote = require("./remote.js");
const require_scratch = require("./scratch.js");
const require_sources = require("./sources.js");
const require_runtime = require("./runtime.js");
const require_coverage = require("./coverage.js");
const require_handle = require("./handle.js");
const require_pipeline = require("./pipeline.js");
const require_octokit = require("./octokit.js");
const require_merge_reports = require("./merge-reports.js");
const require_list_pages = require("./list-pages.js");
const require_spooled = require("./spooled.js");
const require_actions_logs = require("./actions-logs.js");
let node_path = require("node:path");
let node_crypto = require("node:crypto");
let node_http = require("node:http");
node_http = require_rolldown_runtime.__toESM(node_http, 1);
// src/config/org-flags.ts
const usual = [
	"git",
	"activity",
	"wikis",
	"gists",
	"issues",
	"pull-requests",
	"discussions",
	"releases"
];
const all = [...usual, "actions-logs"];
const visibilities$1 = [
	"public",
	"private",
	"internal"
];
function orgOptions(values) {
	const without = values.without?.map((word) => oneOf("without", word, all)) ?? [];
	const more = values.with?.map((word) => oneOf("with", word, all)) ?? [];
	const surfaces = all.filter((surface) => (usual.includes(surface) || more.includes(surface)) && !without.includes(surface));
	if (surfaces.length === 0) throw new require_errors.AkguardError("AK_USAGE", { problem: "With all of these left out there is nothing to scan." });
	return {
		surfaces,
		visibility: values.visibility?.map((word) => oneOf("visibility", word, visibilities$1)) ?? [],
		topics: values.topic ?? [],
		repos: values.repo ?? [],
		archived: values["skip-archived"] !== true,
		forks: values["skip-forks"] !== true,
		maxSize: sizeOf("max-size", values["max-size"]) ?? Infinity,
		disk: sizeOf("disk", values.disk) ?? 2e10,
		cache: values.cache ?? null,
		timeLimit: require_options.parseDuration("time-limit", values["time-limit"] ?? "1h"),
		maxDuration: values["max-duration"] === void 0 ? null : require_options.parseDuration("max-duration", values["max-duration"]),
		shard: shardOf(values.shard)
	};
}
function oneOf(flag, word, words) {
	const found = words.find((each) => each === word);
	if (found !== void 0) return found;
	throw wrong(flag, word, words.join(", "));
}
function sizeOf(flag, text) {
	if (text === void 0) return null;
	if (/^\d+(\.\d+)?\s*([kmg]i?b?|b)?$/i.test(text)) return require_options.parseSize(text);
	throw wrong(flag, text, "a size such as 500MB or 20GiB");
}
function shardOf(text) {
	if (text === void 0) return null;
	const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
	if (index !== void 0 && Number(index) <= Number(of)) return {
		index: Number(index),
		of: Number(of)
	};
	throw wrong("shard", text, "I/N, such as 2/8");
}
function wrong(flag, text, wanted) {
	return new require_errors.AkguardError("AK_USAGE", { problem: `--${flag} can not be \`${text}\`: it takes ${wanted}.` });
}
// src/core/organisation.ts
const talkSurfaces = [
	"issues",
	"pull-requests",
	"discussions",
	"releases"
];
// src/github/list-shapes.ts
const talkFields = {
	issues: "issues",
	"pull-requests": "pullRequests",
	discussions: "discussions",
	releases: "releases"
};
const newest = "(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } }";
const repositoryFields = `
  id nameWithOwner url visibility isArchived isFork isDisabled isLocked lockReason isEmpty diskUsage hasWikiEnabled pushedAt
  repositoryTopics(first: 20) { nodes { topic { name } } }
  issues${newest.replace(")", ") @include(if: $issues)")}
  pullRequests${newest.replace(")", ") @include(if: $pullRequests)")}
  discussions${newest.replace(")", ") @include(if: $discussions)")}
  releases(first: 10, orderBy: { field: CREATED_AT, direction: DESC }) @include(if: $releases) { nodes { updatedAt } }`;
const gistFields = "id name url isPublic isFork pushedAt updatedAt";
const time = require_schemas.nullable(require_schemas.string());
const changed = require_schemas.optional(require_schemas.object({ nodes: require_schemas.nullable(require_schemas.array(require_schemas.nullable(require_schemas.object({ updatedAt: require_schemas.string() })))) }));
const repositoryShape = require_schemas.object({
	id: require_schemas.string(),
	nameWithOwner: require_schemas.string(),
	url: require_schemas.string(),
	visibility: require_schemas._enum([
		"PUBLIC",
		"PRIVATE",
		"INTERNAL"
	]),
	isArchived: require_schemas.boolean(),
	isFork: require_schemas.boolean(),
	isDisabled: require_schemas.boolean(),
	isLocked: require_schemas.boolean(),
	lockReason: require_schemas.nullable(require_schemas.string()),
	isEmpty: require_schemas.boolean(),
	diskUsage: require_schemas.nullable(require_schemas.int()),
	hasWikiEnabled: require_schemas.boolean(),
	pushedAt: time,
	repositoryTopics: require_schemas.object({ nodes: require_schemas.nullable(require_schemas.array(require_schemas.nullable(require_schemas.object({ topic: require_schemas.object({ name: require_schemas.string() }) })))) }),
	issues: changed,
	pullRequests: changed,
	discussions: changed,
	releases: changed
});
const gistShape = require_schemas.object({
	id: require_schemas.string(),
	name: require_schemas.string(),
	url: require_schemas.string(),
	isPublic: require_schemas.boolean(),
	isFork: require_schemas.boolean(),
	pushedAt: time,
	updatedAt: require_schemas.string()
});
function listedRepository(owner, node) {
	const { id, url, isArchived, isFork, isDisabled, isLocked, isEmpty, pushedAt } = node;
	return {
		id,
		kind: "repository",
		owner,
		name: node.nameWithOwner,
		url,
		visibility: visibilities[node.visibility],
		isArchived,
		isFork,
		isDisabled,
		lockReason: isLocked ? (node.lockReason ?? "locked").toLowerCase() : null,
		isEmpty,
		topics: (node.repositoryTopics.nodes ?? []).flatMap((each) => each?.topic.name ?? []),
		kilobytes: node.diskUsage ?? 0,
		hasWiki: node.hasWikiEnabled,
		pushedAt,
		changedAt: {
			issues: newestOf(node.issues),
			"pull-requests": newestOf(node.pullRequests),
			discussions: newestOf(node.discussions),
			releases: newestOf(node.releases)
		}
	};
}
function listedGist(owner, node) {
	const { id, url, isFork } = node;
	return {
		id,
		kind: "gist",
		owner,
		name: `gist:${node.name}`,
		url,
		visibility: node.isPublic ? "public" : "private",
		isArchived: false,
		isFork,
		isDisabled: false,
		lockReason: null,
		isEmpty: false,
		topics: [],
		kilobytes: 0,
		hasWiki: false,
		pushedAt: node.pushedAt ?? node.updatedAt,
		changedAt: {
			issues: null,
			"pull-requests": null,
			discussions: null,
			releases: null
		}
	};
}
const visibilities = {
	PUBLIC: "public",
	PRIVATE: "private",
	INTERNAL: "internal"
};
function newestOf(connection) {
	return (connection?.nodes ?? []).flatMap((node) => node?.updatedAt ?? []).toSorted().at(-1) ?? null;
}
// src/github/list-gists.ts
const order = "orderBy: { field: CREATED_AT, direction: ASC }";
const ofPerson = `query Gists($login: String!, $first: Int!, $after: String, $privacy: GistPrivacy!) {
  user(login: $login) {
    gists(first: $first, after: $after, privacy: $privacy, ${order}) { ${require_list_pages.connectionFields} nodes { ${gistFields} } }
  }
}`;
const ofMembers = `query MemberGists($login: String!, $first: Int!, $after: String) {
  organization(login: $login) {
    membersWithRole(first: $first, after: $after) {
      ${require_list_pages.connectionFields}
      nodes { login gists(first: 50, privacy: PUBLIC, ${order}) { ${require_list_pages.connectionFields} nodes { ${gistFields} } } }
    }
  }
}`;
const gists = require_list_pages.connectionOf(gistShape);
const personShape = require_schemas.object({ user: require_schemas.object({ gists }) });
const membersShape = require_schemas.object({ organization: require_schemas.object({ membersWithRole: require_list_pages.connectionOf(require_schemas.object({
	login: require_schemas.string(),
	gists
})) }) });
async function* listGists(reader, owner, isOrganisation, missed) {
	const list = new GistWalk(reader, owner, missed);
	yield* isOrganisation ? list.ofMembers() : list.ofPerson(owner, "ALL");
}
var GistWalk = class {
	#reader;
	#owner;
	#missed;
	#seen = new Set();
	constructor(reader, owner, missed) {
		this.#reader = reader;
		this.#owner = owner;
		this.#missed = missed;
	}
	async *ofPerson(login, privacy) {
		const what = `list the gists of ${login}`;
		const walk = require_list_pages.pages(async (first, after, isHasty) => {
			const page = await this.#ask(what, ofPerson, {
				login,
				first,
				after,
				privacy
			}, isHasty, personShape);
			return require_list_pages.pageOf(page.user.gists);
		});
		yield* this.#counted(`gists of ${login}`, walk, (gist) => this.#new(gist));
	}
	async *ofMembers() {
		const login = this.#owner;
		const what = `list the gists of the members of ${login}`;
		const walk = require_list_pages.pages(async (first, after, isHasty) => {
			const page = await this.#ask(what, ofMembers, {
				login,
				first,
				after
			}, isHasty, membersShape);
			return require_list_pages.pageOf(page.organization.membersWithRole);
		});
		const many = [];
		yield* this.#counted(`members of ${login} and their gists`, walk, (member) => {
			const page = require_list_pages.pageOf(member.gists);
			if (page.end !== null || page.nodes.includes(null)) many.push(member.login);
			return page.nodes.flatMap((gist) => gist === null ? [] : this.#new(gist));
		});
		for (const each of many) yield* this.ofPerson(each, "PUBLIC");
	}
	#new(gist) {
		if (this.#seen.has(gist.id)) return [];
		this.#seen.add(gist.id);
		return [listedGist(this.#owner, gist)];
	}
	async *#counted(what, walk, gistsOf) {
		let came = 0;
		try {
			for (;;) {
				const { done, value } = await walk.next();
				if (done === true) {
					if (came < value) this.#missed(`${value - came} ${what}`, require_list_pages.withoutListing);
					return;
				}
				for (const node of value) {
					if (node === null) continue;
					came++;
					yield* gistsOf(node);
				}
			}
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure)) throw error;
			this.#missed(what, error.message);
		}
	}
	async #ask(what, query, variables, isHasty, shape) {
		const { data, errors } = await this.#reader.query(what, query, variables, isHasty);
		const [root] = typeof data === "object" && data !== null ? Object.values(data) : [];
		if (!root || require_list_pages.isCutOff(errors)) throw require_list_pages.refusal(what, errors);
		for (const { message } of errors) this.#missed(what.replace("list the ", ""), message);
		return require_list_pages.shaped(shape, what, data);
	}
};
// src/github/list-repositories.ts
const query$1 = `query Repositories($owner: String!, $first: Int!, $after: String, $issues: Boolean!, $pullRequests: Boolean!,
    $discussions: Boolean!, $releases: Boolean!) {
  repositoryOwner(login: $owner) {
    __typename
    repositories(first: $first, after: $after, ownerAffiliations: [OWNER], orderBy: { field: CREATED_AT, direction: ASC }) {
      ${require_list_pages.connectionFields} nodes { ${repositoryFields} }
    }
  }
}`;
const answerShape$1 = require_schemas.object({ repositoryOwner: require_schemas.object({
	__typename: require_schemas.string(),
	repositories: require_list_pages.connectionOf(repositoryShape)
}) });
var Organisations = class {
	#reader;
	constructor(options) {
		this.#reader = new require_spooled.Reader(options);
	}
	get calls() {
		return this.#reader.calls;
	}
	async *list(owner, gists, missed, talk = talkSurfaces) {
		const walk = new RepositoryWalk(this.#reader, owner, onlyOnce(missed), talk);
		yield* walk.all();
		if (gists) yield* listGists(this.#reader, owner, walk.isOrganisation, onlyOnce(missed));
	}
};
var RepositoryWalk = class {
	isOrganisation = false;
	#reader;
	#owner;
	#missed;
	#talk;
	#seen = new Set();
	#nameless = 0;
	#reason = "GitHub counts them and does not show them";
	constructor(reader, owner, missed, talk) {
		this.#reader = reader;
		this.#owner = owner;
		this.#missed = missed;
		this.#talk = new Set(talk);
	}
	async *all() {
		let total = yield* this.#once();
		if (this.#lacking(total) > 0) total = yield* this.#once();
		const lacking = this.#lacking(total);
		if (lacking > 0) this.#missed(`${lacking} repositories of ${this.#owner}`, require_list_pages.withoutListing);
		if (this.#nameless > 0) this.#missed(`${this.#nameless} repositories of ${this.#owner}`, this.#reason);
	}
	#lacking(total) {
		return total - this.#seen.size - this.#nameless;
	}
	async *#once() {
		this.#nameless = 0;
		const walk = require_list_pages.pages((first, after, isHasty) => this.#page(first, after, isHasty));
		for (;;) {
			const { done, value } = await walk.next();
			if (done === true) return value;
			for (const node of value) {
				if (node === null) this.#nameless++;
				if (node === null || this.#seen.has(node.id)) continue;
				this.#seen.add(node.id);
				yield listedRepository(this.#owner, node);
			}
		}
	}
	async #page(first, after, isHasty) {
		const whole = await this.#ask(first, after, isHasty, this.#talk);
		const refused = new Map();
		for (const { path, message } of whole.errors) {
			const surface = surfaceIn(path);
			if (surface !== void 0) refused.set(surface, message);
		}
		if (refused.size === 0) {
			this.#note(whole.errors);
			return whole.page;
		}
		const rest = new Set([...this.#talk].filter((surface) => !refused.has(surface)));
		const part = await this.#ask(first, after, isHasty, rest);
		this.#note(part.errors);
		const had = new Map(whole.page.nodes.flatMap((node) => node === null ? [] : [[node.id, node]]));
		for (const [surface, why] of refused) {
			if (had.size === 0) {
				this.#talk.delete(surface);
				this.#missed(`${wordsOf(surface)} of the repositories of ${this.#owner}`, why);
				continue;
			}
			for (const node of part.page.nodes) if (node !== null && !had.has(node.id)) this.#missed(`${wordsOf(surface)} of ${node.nameWithOwner}`, why);
		}
		return {
			...part.page,
			nodes: part.page.nodes.map((node) => (node && had.get(node.id)) ?? node)
		};
	}
	#note(errors) {
		for (const { path, message } of errors) if (path.includes("nodes")) this.#reason = message;
		else this.#missed(`something of ${this.#owner}`, message);
	}
	async #ask(first, after, isHasty, talk) {
		const what = `list the repositories of ${this.#owner}`;
		const surfaces = Object.fromEntries(talkSurfaces.map((surface) => [talkFields[surface], talk.has(surface)]));
		const variables = {
			owner: this.#owner,
			first,
			after,
			...surfaces
		};
		const answer = await this.#reader.query(what, query$1, variables, isHasty);
		const data = answer.data;
		if (!data?.repositoryOwner || require_list_pages.isCutOff(answer.errors)) throw require_list_pages.refusal(what, answer.errors);
		const shut = require_list_pages.withoutSignOn(answer);
		if (shut !== null) this.#missed(`repositories of ${shut}`, "the token is not authorised for their single sign-on");
		const { repositoryOwner } = require_list_pages.shaped(answerShape$1, what, data);
		this.isOrganisation = repositoryOwner.__typename === "Organization";
		return {
			page: require_list_pages.pageOf(repositoryOwner.repositories),
			errors: answer.errors
		};
	}
};
function surfaceIn(path) {
	return talkSurfaces.find((surface) => path.includes(talkFields[surface]));
}
function wordsOf(surface) {
	return surface.replace("-", " ");
}
function onlyOnce(missed) {
	const told = new Set();
	return (what, why) => {
		const key = `${what}\n${why}`;
		if (!told.has(key)) missed(what, why);
		told.add(key);
	};
}
// src/io/proxy.ts
const loopback = "127.0.0.1,::1,[::1],localhost";
function useProxies(variables) {
	const proxy = variables["https_proxy"] ?? variables["HTTPS_PROXY"] ?? "";
	if (proxy === "" || variables["NODE_USE_ENV_PROXY"] === "1") return null;
	const { setGlobalProxyFromEnv } = node_http;
	if (setGlobalProxyFromEnv === void 0) return "HTTPS_PROXY is set, and this Node goes through a proxy only with NODE_USE_ENV_PROXY=1";
	const direct = variables["no_proxy"] ?? variables["NO_PROXY"] ?? "";
	try {
		setGlobalProxyFromEnv({
			https_proxy: proxy,
			no_proxy: direct === "" ? loopback : `${direct},${loopback}`
		});
		return null;
	} catch {
		return "HTTPS_PROXY is no address of a proxy";
	}
}
// src/github-access.ts
const bansByWho = new WeakMap();
async function githubAccess(named, variables, log, limits = null) {
	const owners = named ?? [];
	const wrong = owners.find((owner) => !/^[A-Za-z0-9][\w-]{0,99}$/.test(owner));
	if (wrong !== void 0) throw usage(`\`${wrong}\` is no name of an owner.`);
	const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
	const host = URL.parse(apiUrl)?.host;
	if (!host) throw usage(`GITHUB_API_URL is no address: \`${apiUrl}\`.`);
	const unproxied = useProxies(variables);
	if (unproxied !== null) log.warn(unproxied);
	const { AKGUARD_APP_ID: id = "", AKGUARD_APP_PRIVATE_KEY: privateKey = "" } = variables;
	if (id !== "" && privateKey !== "") return asApp(owners, {
		id,
		privateKey
	}, apiUrl, host, log, limits);
	if (named?.length === 0) throw usage("The command is `akguard org OWNER…`: the names of organisations or users on GitHub.");
	const token = variables["GITHUB_TOKEN"] ?? "";
	if (token === "") throw usage("GITHUB_TOKEN is not set (nor AKGUARD_APP_ID with AKGUARD_APP_PRIVATE_KEY), and GitHub lists nothing to nobody.");
	const connection = {
		token,
		apiUrl,
		...sharedBans(`github ${host} ${(0, node_crypto.createHash)("sha256").update(token).digest("hex").slice(0, 16)}`, apiUrl, limits)
	};
	const lists = new Organisations({
		...connection,
		clock: require_runtime.systemClock,
		log
	});
	return {
		owners: [...owners],
		host,
		connectionFor: () => connection,
		lists,
		unseen: []
	};
}
async function asApp(owners, app, apiUrl, host, log, limits) {
	const { appConnections } = await Promise.resolve().then(() => require("./app-auth.js"));
	const installations = await appConnections(app, apiUrl, log).catch((error) => {
		if (!(error instanceof require_octokit.GitHubFailure)) throw error;
		throw new require_errors.AkguardError("AK_GITHUB", { attempt: error.message.replace(/^GitHub did not /, "") });
	});
	const byOwner = new Map(installations.map((each) => [each.owner.toLowerCase(), each]));
	const lists = new Map();
	const connectionFor = (owner) => {
		const installation = byOwner.get(owner.toLowerCase());
		if (installation === void 0) throw new require_octokit.GitHubFailure(`The App is not installed for ${owner}`, null);
		if (installation.isSuspended) throw new require_octokit.GitHubFailure(`The App's installation for ${owner} is suspended`, null);
		const who = `github ${host} app ${app.id} ${owner.toLowerCase()}`;
		return {
			...installation.connection,
			...sharedBans(who, apiUrl, limits)
		};
	};
	const scanned = owners.length > 0 ? [...owners] : installations.map(({ owner }) => owner);
	return {
		owners: scanned,
		host,
		connectionFor,
		unseen: scanned.filter((owner) => byOwner.get(owner.toLowerCase())?.hasAll === false).map((owner) => ({
			what: `other repositories of ${owner}`,
			why: "the App was given some of them only; its settings on GitHub say which"
		})),
		lists: {
			async *list(owner, ...rest) {
				const own = new Organisations({
					...connectionFor(owner),
					clock: require_runtime.systemClock,
					log
				});
				lists.set(owner, own);
				yield* own.list(owner, ...rest);
			},
			get calls() {
				return [...lists.values()].reduce((sum, { calls }) => sum + calls, 0);
			}
		}
	};
}
function sharedBans(who, apiUrl, limits) {
	if (limits === null) return {};
	const key = `${apiUrl} ${who}`;
	const known = bansByWho.get(limits) ?? new Map();
	bansByWho.set(limits, known);
	const turn = limits.turnsOf(who, {
		perMinute: 840,
		burst: 42
	});
	const bans = known.get(key) ?? {
		...limits.bansOf(who),
		...!require_octokit.isLoopback(apiUrl) && { turn }
	};
	known.set(key, bans);
	return { bans };
}
function usage(problem) {
	return new require_errors.AkguardError("AK_USAGE", { problem });
}
// src/org/disk-budget.ts
var DiskBudget = class {
	#bytes;
	#taken = 0;
	#waiting = [];
	constructor(bytes) {
		this.#bytes = bytes;
	}
	fits(bytes) {
		return bytes <= this.#bytes;
	}
	async during(bytes, work) {
		while (this.#taken + bytes > this.#bytes) await new Promise((wake) => this.#waiting.push(wake));
		this.#taken += bytes;
		try {
			return await work();
		} finally {
			this.#taken -= bytes;
			for (const wake of this.#waiting.splice(0)) wake();
		}
	}
};
// src/org/known.ts
function named(report, name) {
	const { scan } = report;
	const skipped = scan.coverage.skipped.map(({ what, why }) => ({
		what: require_text.maskKeys(what.startsWith(name) ? what : `${name}: ${what}`),
		why
	}));
	return {
		...report,
		scan: {
			...scan,
			coverage: {
				...scan.coverage,
				skipped
			}
		}
	};
}
function reportOf({ report, name: before }, raw) {
	const name = require_text.maskKeys(raw);
	if (before === name) return report;
	const renamed = (finding) => ({
		...finding,
		matches: finding.matches.map((match) => ({
			...match,
			repository: name
		}))
	});
	return {
		...report,
		findings: report.findings.map(renamed)
	};
}
const deaths = [
	"revoked",
	"already-inactive",
	"rotated"
];
function asKnown(report) {
	const findings = report.findings.map((finding) => {
		const death = finding.outcomes.findLast(({ result }) => deaths.includes(result));
		if (death === void 0 || finding.verdict.validity === "inactive") return finding;
		const { at: checked_at, detail: reason } = death;
		return {
			...finding,
			verdict: {
				...finding.verdict,
				validity: "inactive",
				checked_at,
				reason
			}
		};
	});
	return {
		...report,
		findings
	};
}
// src/org/marks.ts
const freshMs = 1e4;
function marksAfter(listed, old, work, asked, { tips, wikiTips, started }) {
	const at = new Date(started).toISOString();
	const settled = (time) => time === null || started - Date.parse(time) > freshMs;
	const changedAt = { ...old?.changedAt ?? nothingSeen };
	for (const surface of Object.keys(changedAt)) {
		if (!asked.surfaces.includes(surface)) continue;
		const time = listed.changedAt[surface];
		changedAt[surface] = time === null || settled(time) ? time : new Date(Date.parse(time) - 1e3).toISOString();
	}
	return {
		surfaces: [...asked.surfaces],
		pushedAt: settled(listed.pushedAt) ? listed.pushedAt : null,
		changedAt,
		tips: tips ?? old?.tips ?? {},
		wiki: wikiTips ?? old?.wiki ?? null,
		activityAt: work.activity ? at : old?.activityAt ?? null,
		logsAt: work.logs ? at : old?.logsAt ?? null,
		verified: asked.verify
	};
}
const nothingSeen = {
	issues: null,
	"pull-requests": null,
	discussions: null,
	releases: null
};
// src/org/work.ts
function workFor(listed, memory, asked) {
	const afresh = memory === null ? "it is new here" : whyAfresh(memory, asked);
	const marks = afresh === null && memory !== null ? memory.marks : null;
	const wants = (surface) => asked.surfaces.includes(surface);
	const isGist = listed.kind === "gist";
	const work = {
		talk: {},
		afresh
	};
	const isPushed = marks === null || marks.pushedAt === null || marks.pushedAt !== listed.pushedAt || marks.changedAt["pull-requests"] !== listed.changedAt["pull-requests"];
	const wantsActivity = wants("activity") && !isGist;
	const isNewlyWanted = wantsActivity && marks !== null && marks.activityAt === null;
	if ((isGist || wants("git")) && (isPushed || isNewlyWanted) && !listed.isEmpty) {
		work.git = { before: marks?.tips ?? null };
		if (wantsActivity) work.activity = { since: marks?.activityAt ?? null };
	}
	if (isGist) return work.git === void 0 ? null : work;
	if (wants("wikis") && listed.hasWiki) work.wiki = { before: marks?.wiki ?? null };
	if (wants("actions-logs") && (isPushed || listed.pushedAt !== null)) work.logs = { since: marks?.logsAt ?? null };
	for (const surface of talkSurfaces) {
		const changed = listed.changedAt[surface];
		const seen = marks?.surfaces.includes(surface) === true ? marks.changedAt[surface] : null;
		if (wants(surface) && changed !== null && changed !== seen) work.talk[surface] = { since: seen };
	}
	return !work.git && !work.wiki && !work.logs && Object.keys(work.talk).length === 0 && marks !== null ? null : work;
}
function whyAfresh({ rules, marks, report }, asked) {
	if (rules !== asked.rules) return "the rules have changed";
	if (asked.surfaces.includes("git") && !marks.surfaces.includes("git")) return "its code was not asked for before";
	if (!asked.verify) return null;
	if (report.findings.some((finding) => mayBeAlive(finding, marks.verified))) return "a key in it may be alive";
	return null;
}
function mayBeAlive({ verdict, vendor, matches }, verified) {
	const { validity } = verdict;
	if (vendor !== null || validity === "inactive") return false;
	if (validity === "unverified" && verified) return false;
	return validity === "active" || matches.some(({ suppressed }) => suppressed === null);
}
// src/org-repository.ts
const roomFactor = 1536;
const mostRuns = 20;
var RepositoryScans = class {
	#tools;
	#disk;
	#answering = Promise.resolve();
	#begun = new Map();
	constructor(tools) {
		this.#tools = tools;
		this.#disk = new DiskBudget(tools.disk);
	}
	makeScanner() {
		return require_pipeline.makeScanner({
			...this.#tools.plan,
			subject: nobody
		});
	}
	async scan(listed, asked, scanner) {
		const { state, host, plan } = this.#tools;
		const result = {
			end: "failed",
			missed: null,
			mayRetry: false,
			report: null,
			known: null,
			before: [],
			cost: {
				calls: 0,
				clones: 0,
				bytes: 0
			}
		};
		try {
			const memory = await state.recallRepository(`${host} ${listed.id}`);
			result.known = memory && reportOf(memory, listed.name);
			for (const { fingerprint, verdict } of memory?.report.findings ?? []) result.before.push([fingerprint, verdict.validity === "inactive"]);
			const refused = this.#whyNot(listed, asked.maxSize);
			if (refused !== null) {
				result.missed = refused;
				return result;
			}
			const work = workFor(listed, memory, asked);
			if (work === null) {
				result.end = "unchanged";
				return result;
			}
			const room = Math.min(listed.kilobytes * roomFactor, this.#tools.disk);
			await this.#disk.during(room, () => this.#read(listed, memory, work, asked, scanner, result));
		} catch (error) {
			result.end = "failed";
			result.missed = require_errors.messageOf(error);
			result.mayRetry = true;
			plan.log.warn("a repository failed", {
				repository: listed.name,
				why: require_errors.messageOf(error)
			});
		}
		return result;
	}
	#whyNot({ isDisabled, kilobytes }, maxSize) {
		if (isDisabled) return "GitHub has disabled it";
		if (maxSize !== null && kilobytes * 1024 > maxSize) return `${kilobytes} kB, which is over --max-size`;
		return this.#disk.fits(kilobytes * 1024) ? null : `${kilobytes} kB, which is over --disk`;
	}
	async #read(listed, memory, work, asked, scanner, result) {
		const { reader, plan: base, state, host } = this.#tools;
		const started = base.clock.now();
		base.log.debug("scanning a repository", {
			repository: listed.name,
			afresh: work.afresh
		});
		const reading = await reader.open(listed, work);
		const plan = this.#planFor(listed, reading, asked.run);
		const coverage = new require_coverage.Coverage(plan.allowDamaged);
		let report;
		try {
			const { findings, ...scanned } = await require_pipeline.scan(reading.source, scanner, coverage, plan);
			const handled = findings.length === 0 ? [] : await this.#answer(findings, listed, plan);
			report = require_pipeline.conclude({
				...scanned,
				started,
				coverage,
				handled
			}, plan);
		} finally {
			await reading.close();
			result.cost = {
				calls: reading.calls(),
				clones: reading.clones(),
				bytes: reading.bytes()
			};
		}
		result.report = named(report, listed.name);
		if (!coverage.complete) {
			base.log.warn("a repository was not read to the end", {
				repository: listed.name,
				skipped: coverage.skipped.length
			});
			return;
		}
		if (work.afresh !== null) result.known = null;
		const { known } = result;
		await state.rememberRepository({
			id: `${host} ${listed.id}`,
			name: require_text.maskKeys(listed.name),
			scannedAt: require_runtime.timestamp(base.clock),
			rules: asked.rules,
			marks: marksAfter(listed, known === null ? null : memory?.marks ?? null, work, asked, {
				tips: reading.tips(),
				wikiTips: reading.wikiTips(),
				started
			}),
			report: asKnown(known === null ? report : together(known, report, plan))
		});
		result.end = work.afresh === null && coverage.objects + coverage.files + coverage.bytes === 0 ? "unchanged" : "scanned";
		this.#tools.tell("scanned", {
			repository: listed.name,
			findings: report.findings.length
		});
	}
	#planFor(listed, { source }, run) {
		const { plan } = this.#tools;
		const setting = {
			...plan.setting,
			branch: null,
			visibility: listed.visibility
		};
		const limits = {
			...plan.limits,
			run: {
				most: plan.limits.run.most,
				begun: this.#begunBy(run)
			}
		};
		return {
			...plan,
			limits,
			setting,
			subject: source,
			progress: false
		};
	}
	#begunBy(run) {
		const known = this.#begun.get(run) ?? new Set();
		this.#begun.delete(run);
		this.#begun.set(run, known);
		const [oldest] = this.#begun.keys();
		if (this.#begun.size > mostRuns && oldest !== void 0) this.#begun.delete(oldest);
		return known;
	}
	async #answer(findings, listed, plan) {
		const { options, environment } = this.#tools;
		const turn = this.#answering.then(async () => {
			const variables = {
				...environment,
				GITHUB_REPOSITORY: listed.kind === "gist" ? "" : listed.name
			};
			const alerters = await require_plan.readAlerters(options.alert, variables, plan.log);
			return require_handle.handle(findings, {
				...plan,
				alerters
			});
		});
		this.#answering = turn.catch(() => {});
		return turn;
	}
};
const nobody = {
	name: "org",
	target: "",
	read: async () => {}
};
function together(earlier, report, { version, failOn }) {
	const merger = new require_merge_reports.Merger();
	for (const each of [earlier, report]) merger.add(each);
	const { source, target, started_at: startedAt, duration_ms: durationMs } = report.scan;
	return merger.report({
		version,
		source,
		target,
		startedAt,
		durationMs,
		failOn
	});
}
// src/github/find-repository.ts
const query = `query Repository($id: ID!) { node(id: $id) { ... on Repository { nameWithOwner url } } }`;
const answerShape = require_schemas.object({ node: require_schemas.nullable(require_schemas.object({
	nameWithOwner: require_schemas.string(),
	url: require_schemas.string()
})) });
async function findRepository(id, options) {
	const what = "say what a repository is called now";
	const { data, errors } = await new require_spooled.Reader(options).query(what, query, { id });
	if (errors.some(({ type }) => type !== "NOT_FOUND")) throw require_list_pages.refusal(what, errors);
	const { node } = require_list_pages.shaped(answerShape, what, data ?? { node: null });
	return node === null ? null : {
		name: node.nameWithOwner,
		url: node.url
	};
}
// src/github/activity.ts
const kinds = ["force_push", "branch_deletion"];
const objectId = /^(?!0+$)(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
var Activity = class {
	#reader;
	#place;
	constructor({ owner, repo, ...options }) {
		this.#reader = new require_spooled.Reader(options);
		this.#place = {
			owner,
			repo
		};
	}
	get calls() {
		return this.#reader.calls;
	}
	async leftBehind(since) {
		const from = since === null ? -Infinity : Date.parse(since);
		try {
			const newest = (await this.#latest(from) ?? [...await this.#all("force_push", from), ...await this.#all("branch_deletion", from)]).toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
			const seen = new Set();
			return newest.filter(({ before }) => !seen.has(before) && seen.add(before));
		} catch (error) {
			throw require_octokit.failure(`list the activity of ${this.#place.owner}/${this.#place.repo}`, error);
		}
	}
	async #latest(from) {
		const { listActivities } = this.#reader.octokit.rest.repos;
		const { data, headers } = await listActivities({
			...this.#place,
			per_page: 100
		});
		const oldest = Date.parse(data.at(-1)?.timestamp ?? "");
		return /rel="next"/.test(headers.link ?? "") && oldest >= from ? null : tipsOf(data, from);
	}
	async #all(kind, from) {
		const { paginate, rest } = this.#reader.octokit;
		const parameters = {
			...this.#place,
			activity_type: kind,
			per_page: 100
		};
		const tips = [];
		for await (const { data } of paginate.iterator(rest.repos.listActivities, parameters)) {
			tips.push(...tipsOf(data, from));
			if (Date.parse(data.at(-1)?.timestamp ?? "") < from) break;
		}
		return tips;
	}
};
function tipsOf(activities, from) {
	return activities.flatMap(({ before, ref, timestamp: at, activity_type }) => {
		const kind = kinds.find((each) => each === activity_type);
		return kind !== void 0 && Date.parse(at) >= from && objectId.test(before) ? [{
			before,
			ref: require_text.visible(ref),
			at,
			kind
		}] : [];
	});
}
// src/repository-reader.ts
const oldestLogMs = 7776e6;
function githubReader(own) {
	return { open: (repository, work) => new Opening(own, repository, work).open() };
}
var Opening = class {
	#own;
	#connection;
	#repository;
	#work;
	#folders = [];
	#remotes = [];
	#counters = [];
	constructor(own, repository, work) {
		this.#own = own;
		this.#connection = own.connectionFor(repository.owner);
		this.#repository = repository;
		this.#work = work;
	}
	async open() {
		const { GithubRepository } = await require_sources.orgParts();
		const { git, wiki } = this.#work;
		const parts = [];
		const { name, url, kind } = this.#repository;
		const stop = new AbortController();
		const { signal } = stop;
		const seconds = this.#own.timeLimit / 1e3;
		const late = new Error(`git took longer than ${seconds} s, see --time-limit`);
		const timer = setTimeout(() => stop.abort(late), this.#own.timeLimit);
		let code = null;
		let pages = null;
		if (git !== void 0) {
			const page = kind === "gist" ? url : null;
			code = await this.#remote(name, `${url}.git`, git.before, page, (coverage) => this.#leftBehind(coverage), signal);
			parts.push({
				what: name,
				source: code
			});
		}
		if (wiki !== void 0) {
			pages = await this.#remote(`${name}.wiki`, `${url}.wiki.git`, wiki.before, `${url}/wiki`, null, signal);
			parts.push({
				what: "wiki",
				source: pages
			});
		}
		await this.#talk(parts);
		this.#logs(parts);
		return {
			source: new GithubRepository(name, parts),
			calls: () => this.#counters.reduce((sum, { calls }) => sum + calls, 0),
			clones: () => this.#remotes.filter(({ fetched }) => fetched !== null).length,
			bytes: () => this.#remotes.reduce((sum, { fetched }) => sum + (fetched ?? 0), 0),
			tips: () => code?.tips ?? null,
			wikiTips: () => pages?.tips ?? null,
			close: async () => {
				clearTimeout(timer);
				for (const folder of this.#folders) await require_scratch.removeScratch(folder);
			}
		};
	}
	async #remote(target, url, before, page, leftBehind, signal) {
		const { cache, clock, options } = this.#own;
		const connection = this.#connection;
		const folder = cache === null ? await require_scratch.makeScratch("org") : cacheFolder(cache, url);
		if (cache === null) this.#folders.push(folder);
		else await require_scratch.makeFolder(folder);
		const remote = new (await (require_sources.orgParts())).RemoteRepository({
			target,
			remote: require_remote.remoteAt(url, await require_octokit.tokenOf(connection)),
			folder,
			keep: cache !== null,
			before,
			leftBehind: leftBehind ?? (async () => []),
			page,
			isOptional: target.endsWith(".wiki"),
			moved: () => this.#moved(url),
			signal,
			sleep: (ms) => clock.sleep(ms),
			walkPacks: require_plan.walkPacks(options.jobs)
		});
		this.#remotes.push(remote);
		return remote;
	}
	async #leftBehind(coverage) {
		const { activity } = this.#work;
		if (activity === void 0) return [];
		const { clock, log } = this.#own;
		const connection = this.#connection;
		const [owner = "", repo = ""] = this.#repository.name.split("/");
		const asked = new Activity({
			...connection,
			owner,
			repo,
			clock,
			log
		});
		this.#counters.push(asked);
		try {
			return (await asked.leftBehind(activity.since)).map(({ before }) => before);
		} catch (error) {
			if (!(error instanceof require_octokit.GitHubFailure)) throw error;
			coverage.missed("commits that were left behind", error.message);
			return [];
		}
	}
	async #talk(parts) {
		const wanted = Object.entries(this.#work.talk);
		if (wanted.length === 0) return;
		const { clock, log, options } = this.#own;
		const connection = this.#connection;
		const { talkSource } = await require_sources.orgParts();
		const source = talkSource({
			repository: this.#repository,
			surfaces: wanted.map(([surface]) => surface),
			since: Object.fromEntries(wanted.flatMap(([surface, { since }]) => since === null ? [] : [[surface, since]])),
			connection,
			clock,
			log,
			maxFileSize: options.maxFileSize
		});
		this.#counters.push(source);
		parts.push({
			what: "issues and releases",
			source
		});
	}
	async #moved(url) {
		const { clock, log } = this.#own;
		const connection = this.#connection;
		if (this.#repository.kind === "gist") return null;
		const found = await findRepository(this.#repository.id, {
			...connection,
			clock,
			log
		}).catch(refused);
		if (found === "refused") return null;
		if (found === null) return "gone since it was listed: deleted, or no longer to be seen";
		return `${found.url}.git` === url ? null : require_remote.remoteAt(`${found.url}.git`, await require_octokit.tokenOf(connection));
	}
	#logs(parts) {
		const { logs } = this.#work;
		if (logs === void 0) return;
		const { clock, log, options } = this.#own;
		const connection = this.#connection;
		const since = logs.since === null ? new Date(clock.now() - oldestLogMs) : new Date(logs.since);
		const source = require_actions_logs.actionsLogsSource({
			repository: this.#repository.name,
			runs: { since },
			maxFileSize: options.maxFileSize,
			connection,
			clock,
			log
		});
		this.#counters.push(source);
		parts.push({
			what: "logs of workflow runs",
			source
		});
	}
};
function cacheFolder(cache, url) {
	return (0, node_path.join)(cache, (0, node_crypto.createHash)("sha256").update(url).digest("hex").slice(0, 32));
}
function refused(error) {
	if (error instanceof require_octokit.GitHubFailure) return "refused";
	throw error;
}
// src/org-scans.ts
function orgPlan(target, context, log, limits) {
	const { options, environment } = context;
	return require_plan.makePlan({
		name: "org",
		target,
		read: async () => {}
	}, {
		...options,
		alert: options.alert.filter((channel) => channel !== "github-issue")
	}, environment, log, limits === null ? {} : { paceOf: (origin) => limits.paceOf(`anton ${origin}`, antonRate) });
}
const antonRate = {
	perMinute: 300,
	burst: 160
};
function makeScans({ options, environment }, setup) {
	const { plan, state, access, own, tell, log } = setup;
	return new RepositoryScans({
		plan,
		state,
		options,
		environment,
		disk: own.disk,
		tell,
		host: access.host,
		reader: githubReader({
			connectionFor: access.connectionFor,
			options: {
				...options,
				jobs: 1
			},
			cache: own.cache,
			timeLimit: own.timeLimit,
			clock: require_runtime.systemClock,
			log
		})
	});
}
async function logFor({ options, log }, isWatched) {
	if (options.quiet || isWatched && !options.verbose) return {
		log,
		tell: (message, fields) => log.debug(message, fields)
	};
	const { createLogger } = await Promise.resolve().then(() => require("./logger.js"));
	const logger = createLogger(!options.verbose);
	return {
		log: logger,
		tell: (message, fields) => logger.info(message, fields)
	};
}
// src/org-shared.ts
function agreementOf(plan, options, host) {
	const { version, rules, policy, hosts, limits, baseline, failOn, allowDamaged } = plan;
	const facts = {
		version,
		rules,
		policy,
		hosts,
		baseline,
		"fail-on": failOn,
		"allow-damaged": allowDamaged,
		offline: plan.api === null,
		revoke: plan.armed,
		alert: options.alert,
		ignore: options.ignore,
		"max-file-size": options.maxFileSize,
		"max-revocations": [limits.run.most, limits.mostAnHour],
		GITHUB_API_URL: host
	};
	return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, (0, node_crypto.createHash)("sha256").update(JSON.stringify(fact)).digest("hex").slice(0, 12)]));
}
async function workAt(queue, scans, jobs, onScanned = () => {}) {
	const idle = [];
	await queue.work(jobs, async (task) => {
		const { listed, asked } = task;
		const began = Date.now();
		const scanner = idle.pop() ?? await scans.makeScanner();
		const result = await scans.scan(listed, asked, scanner);
		idle.push(scanner);
		onScanned(result, Date.now() - began);
		return {
			result,
			again: result.mayRetry ? result.missed : null
		};
	});
}
function sharedCrew(queue, scans, jobs) {
	return async (waiting, asked, isOver, done) => {
		const byId = new Map(waiting.map((listed) => [listed.id, listed]));
		const run = await queue.begin(waiting.map((listed) => ({
			id: listed.id,
			task: {
				listed,
				asked
			}
		})));
		try {
			await workAt(queue, scans, jobs);
			for await (const { task, result, why } of queue.results(run, waiting.length, isOver)) {
				const listed = byId.get(task);
				if (listed !== void 0) done(listed, why === null ? result : givenUp(why));
			}
		} finally {
			await queue.end(run);
		}
	};
}
function givenUp(why) {
	return {
		end: "failed",
		missed: why,
		mayRetry: false,
		report: null,
		known: null,
		before: [],
		cost: {
			calls: 0,
			clones: 0,
			bytes: 0
		}
	};
}
Object.defineProperty(exports, "agreementOf", {
	enumerable: true,
	get: function() {
		return agreementOf;
	}
});
Object.defineProperty(exports, "githubAccess", {
	enumerable: true,
	get: function() {
		return githubAccess;
	}
});
Object.defineProperty(exports, "logFor", {
	enumerable: true,
	get: function() {
		return logFor;
	}
});
Object.defineProperty(exports, "makeScans", {
	enumerable: true,
	get: function() {
		return makeScans;
	}
});
Object.defineProperty(exports, "orgOptions", {
	enumerable: true,
	get: function() {
		return orgOptions;
	}
});
Object.defineProperty(exports, "orgPlan", {
	enumerable: true,
	get: function() {
		return orgPlan;
	}
});
Object.defineProperty(exports, "reportOf", {
	enumerable: true,
	get: function() {
		return reportOf;
	}
});
Object.defineProperty(exports, "sharedCrew", {
	enumerable: true,
	get: function() {
		return sharedCrew;
	}
});
Object.defineProperty(exports, "talkSurfaces", {
	enumerable: true,
	get: function() {
		return talkSurfaces;
	}
});
Object.defineProperty(exports, "workAt", {
	enumerable: true,
	get: function() {
		return workAt;
	}
});
