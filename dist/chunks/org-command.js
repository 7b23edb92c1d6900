const require_org_shared = require("./org-shared.js");
const require_paths = require("./paths.js");
const require_who_runs = require("./who-runs.js");
const require_options = require("./options.js");
const require_octokit = require("./octokit.js");
const require_pipeline = require("./pipeline.js");
const require_merge_reports = require("./merge-reports.js");
const require_store = require("./store2.js");
let node_crypto = require("node:crypto");
let node_os = require("node:os");
// src/org-crew.ts
function localCrew(scans, jobs) {
	return async (waiting, asked, isOver, done) => {
		const left = [...waiting];
		const workers = Array.from({ length: Math.min(jobs, left.length) }, async () => {
			const scanner = await scans.makeScanner();
			while (!isOver()) {
				const next = left.shift();
				if (next === void 0) return;
				done(next, await scans.scan(next, asked, scanner));
			}
		});
		await Promise.all(workers);
	};
}
// src/io/progress-count.ts
const everyMs = 200;
var CountDisplay = class {
	#total;
	#name;
	#screen;
	#started = Date.now();
	#left = new require_pipeline.TimeLeft();
	#due = 0;
	#shown = false;
	constructor(total, one, many, wanted, screen = process.stderr) {
		this.#total = total;
		this.#name = total === 1 ? one : many;
		this.#screen = wanted && screen.isTTY === true ? screen : null;
	}
	reached(done, bytes) {
		const now = Date.now();
		if (this.#screen === null || now < this.#due) return;
		this.#due = now + everyMs;
		this.#shown = true;
		const megabytes = (count) => (count / 1e6).toFixed(1);
		const rate = bytes / Math.max((now - this.#started) / 1e3, 1);
		const left = this.#left.at(done, this.#total, now);
		const facts = [
			`${done} of ${this.#total} ${this.#name}`,
			`${megabytes(bytes)} MB fetched`,
			`${megabytes(rate)} MB/s`,
			...left === null ? [] : [require_pipeline.inWords(left)]
		];
		this.#screen.write(`\r\u001b[K${facts.join(", ")}`);
	}
	end() {
		if (this.#shown) this.#screen?.write("\r\x1B[K");
		this.#shown = false;
	}
};
// src/org/filters.ts
function whyLeftOut(repository, filters) {
	const { visibility, archived, forks, topics, fitsName, shard } = filters;
	if (!fitsName(repository.name)) return "its name is not asked for";
	if (visibility.length > 0 && !visibility.includes(repository.visibility)) return `it is ${repository.visibility}`;
	if (!archived && repository.isArchived) return "it is archived";
	if (!forks && repository.isFork) return "it is a fork";
	if (topics.length > 0 && !repository.topics.some((topic) => topics.includes(topic))) return "it has no such topic";
	if (shard !== null && shardOf(repository.id, shard.of) !== shard.index) return "it is in another shard";
	return null;
}
function shardOf(id, shards) {
	let hash = 2166136261;
	for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
	return hash % shards + 1;
}
// src/org/order.ts
function inOrder(repositories) {
	return [...Map.groupBy(repositories.toSorted((a, b) => compare(b.pushedAt ?? "", a.pushedAt ?? "")), ({ owner }) => owner).values()].flatMap((own) => own.map((repository, rank) => ({
		repository,
		rank
	}))).toSorted((a, b) => a.rank - b.rank).map(({ repository }) => repository);
}
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/org-run.ts
var OrgRun = class {
	#request;
	#tools;
	#merger = new require_merge_reports.Merger();
	#started;
	#numbers = {
		listed: 0,
		left_out: 0,
		scanned: 0,
		unchanged: 0,
		failed: 0
	};
	#before = new Map();
	#cost = {
		calls: 0,
		clones: 0,
		bytes: 0
	};
	constructor(request, tools) {
		this.#request = request;
		this.#tools = tools;
		this.#started = tools.plan.clock.now();
	}
	async run() {
		const { plan } = this.#tools;
		for (const each of this.#tools.unseen) this.#merger.leftOut(each);
		const waiting = inOrder(await this.#list());
		const display = new CountDisplay(waiting.length, "repository", "repositories", plan.progress);
		const done = new Set();
		await this.#tools.crew(waiting, this.#asked(), () => this.#isOver(), (listed, result) => {
			this.#add(listed.name, result);
			done.add(listed.id);
			display.reached(done.size, this.#cost.bytes);
		});
		display.end();
		await this.#leave(waiting.filter(({ id }) => !done.has(id)));
		return this.#report();
	}
	async #leave(left) {
		if (left.length === 0) return;
		const what = left.length === 1 ? "1 repository" : `${left.length} repositories`;
		this.#merger.missed(what, "not begun: --max-duration was over; the next run goes on with them");
		for (const { id, name } of left) {
			const memory = await this.#tools.recall(id);
			if (memory === null) continue;
			for (const { fingerprint, verdict } of memory.report.findings) this.#before.set(fingerprint, verdict.validity === "inactive");
			this.#merger.add(require_org_shared.reportOf(memory, name), true);
		}
	}
	#isOver() {
		const { maxDuration } = this.#request;
		return maxDuration !== null && this.#tools.plan.clock.now() - this.#started >= maxDuration;
	}
	#asked() {
		const { surfaces, maxSize } = this.#request;
		const { version, rules, api } = this.#tools.plan;
		return {
			surfaces,
			rules: (0, node_crypto.createHash)("sha256").update(JSON.stringify([version, rules])).digest("hex"),
			verify: api !== null,
			maxSize: Number.isFinite(maxSize) ? maxSize : null,
			run: (0, node_crypto.randomUUID)()
		};
	}
	async #list() {
		const { owners, surfaces, filters } = this.#request;
		const { github, plan } = this.#tools;
		const wanted = new Map();
		const seen = new Set();
		const missed = (what, why) => this.#merger.missed(what, why);
		const times = require_org_shared.talkSurfaces.filter((surface) => surfaces.includes(surface) || surface === "pull-requests" && surfaces.includes("git"));
		for (const owner of owners) {
			let shown = 0;
			try {
				for await (const each of github.list(owner, surfaces.includes("gists"), missed, times)) {
					shown++;
					if (seen.has(each.id)) continue;
					seen.add(each.id);
					this.#numbers.listed++;
					if (whyLeftOut(each, filters) === null) wanted.set(each.id, each);
					else this.#numbers.left_out++;
				}
				if (shown === 0) missed(`repositories of ${owner}`, "GitHub shows none of them to this token");
			} catch (error) {
				if (!(error instanceof require_octokit.GitHubFailure)) throw error;
				missed(`repositories of ${owner}`, error.message);
				plan.log.warn("an owner could not be listed", {
					owner,
					why: error.message
				});
			}
		}
		if (wanted.size === 0 && seen.size > 0 && filters.shard === null) missed("repositories", `none of the ${seen.size} that are listed fits the filters`);
		return [...wanted.values()];
	}
	#add(name, { end, missed, report, known, before, cost }) {
		this.#numbers[end]++;
		for (const [fingerprint, wasDead] of before) this.#before.set(fingerprint, wasDead);
		if (known !== null) this.#merger.add(known, true);
		if (report !== null) this.#merger.add(report);
		if (missed !== null) this.#merger.missed(name, missed);
		this.#cost.calls += cost.calls;
		this.#cost.clones += cost.clones;
		this.#cost.bytes += cost.bytes;
	}
	#facts() {
		const { plan } = this.#tools;
		return {
			version: plan.version,
			source: "org",
			target: this.#request.owners.join(" "),
			startedAt: new Date(this.#started).toISOString(),
			durationMs: plan.clock.now() - this.#started,
			failOn: plan.failOn
		};
	}
	#report() {
		const { calls, clones, bytes } = this.#cost;
		const api_calls = calls + this.#tools.github.calls;
		return this.#merger.report(this.#facts(), {
			repositories: this.#numbers,
			incidents: incidentsOf(this.#merger.findings, this.#before),
			cost: {
				api_calls,
				clones,
				bytes_cloned: bytes
			}
		});
	}
};
function incidentsOf(findings, before) {
	const incidents = {
		new: 0,
		known: 0,
		settled: 0
	};
	for (const { fingerprint, verdict } of findings) {
		const wasDead = before.get(fingerprint);
		if (wasDead === void 0) incidents.new++;
		else if (!wasDead && verdict.validity === "inactive") incidents.settled++;
		else incidents.known++;
	}
	return incidents;
}
// src/org-command.ts
async function scanOrganisations(named, values, context) {
	const { options, environment } = context;
	const org = require_org_shared.orgOptions(values);
	const { log, tell } = await require_org_shared.logFor(context, require_options.isWatched());
	const location = options.state ?? require_who_runs.defaultStatePath(environment);
	const limits = await require_store.openLimits(location, log);
	try {
		const access = await require_org_shared.githubAccess(named, environment, log, limits);
		const { owners } = access;
		const plan = await require_org_shared.orgPlan(owners.join(" "), context, log, limits);
		const fitsGlob = await require_paths.globMatcher();
		const state = await require_store.openStore(location, {
			log,
			by: require_who_runs.whoRuns(environment)
		});
		const scans = require_org_shared.makeScans(context, {
			plan,
			state,
			access,
			own: org,
			tell,
			log
		});
		const jobs = options.jobs ?? (0, node_os.availableParallelism)();
		const queue = await require_store.openQueue(location, require_org_shared.agreementOf(plan, options, access.host), log);
		try {
			const crew = queue === null ? localCrew(scans, jobs) : require_org_shared.sharedCrew(queue, scans, jobs);
			const filters = {
				...org,
				fitsName: (name) => fitsName(name, org.repos, fitsGlob)
			};
			return await new OrgRun({
				...org,
				owners,
				filters
			}, {
				plan,
				crew,
				github: access.lists,
				recall: (id) => state.recallRepository(`${access.host} ${id}`),
				unseen: access.unseen
			}).run();
		} finally {
			await queue?.close(0);
			await state.close();
		}
	} finally {
		await limits?.close();
	}
}
function fitsName(name, globs, fits) {
	const wanted = globs.filter((glob) => !glob.startsWith("!"));
	const left = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
	return (wanted.length === 0 || wanted.some((glob) => fits(glob, name))) && !left.some((glob) => fits(glob, name));
}
exports.scanOrganisations = scanOrganisations;
