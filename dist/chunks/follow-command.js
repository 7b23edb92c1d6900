const require_runtime = require("./runtime.js");
const require_coverage = require("./coverage.js");
const require_plan = require("./plan.js");
const require_handle = require("./handle.js");
const require_pipeline = require("./pipeline.js");
const require_decide = require("./decide.js");
const require_signals = require("./signals.js");
const require_options = require("./options.js");
const require_json = require("./json.js");
const require_sources = require("./sources.js");
// src/follow-run.ts
const mostPlaces = 1e3;
const firstRetryMs = 6e4;
const lastRetryMs = 36e5;
var FollowRun = class {
	#plan;
	#scanner;
	#tell;
	#started;
	#coverage = new require_coverage.Coverage();
	#known = new Map();
	#baseline = null;
	#work = Promise.resolve();
	#failure = null;
	constructor(plan, scanner, tell) {
		this.#plan = plan;
		this.#scanner = scanner;
		this.#tell = tell;
		this.#started = plan.clock.now();
	}
	async batch(source) {
		const coverage = new require_coverage.Coverage(this.#plan.allowDamaged);
		const { findings, unused, expired } = await require_pipeline.scan(source, this.#scanner, coverage, this.#plan);
		this.#coverage.add(coverage);
		const still = this.#baseline?.unused ?? unused;
		this.#baseline = {
			expired,
			unused: still.filter((each) => unused.includes(each))
		};
		this.#deal(findings.flatMap((finding) => this.#meet(finding)));
	}
	retry() {
		if (this.#failure !== null) throw this.#failure.error;
		const now = this.#plan.clock.now();
		const due = [...this.#known.values()].filter(({ retryAt }) => retryAt <= now);
		this.#deal(due.map(({ finding }) => finding));
	}
	async end() {
		await this.#work;
		if (this.#failure !== null) throw this.#failure.error;
	}
	report(some) {
		const { unused, expired } = this.#baseline ?? {
			unused: [],
			expired: []
		};
		const all = [...this.#known.values()].flatMap(({ finding, handled }) => handled === null ? [] : [{
			...handled,
			finding
		}]);
		const run = {
			started: this.#started,
			coverage: this.#coverage,
			unused,
			expired
		};
		return require_pipeline.conclude({
			...run,
			handled: some === void 0 ? all : [...some]
		}, this.#plan);
	}
	#meet(finding) {
		const known = this.#known.get(finding.fingerprint);
		if (known === void 0) {
			const fresh = {
				finding,
				isCut: false,
				handled: null,
				retryAt: Infinity,
				retryMs: firstRetryMs
			};
			this.#known.set(finding.fingerprint, fresh);
			return [finding];
		}
		const before = known.finding;
		const matches = [...finding.matches, ...before.matches];
		if (matches.length > mostPlaces && !known.isCut) {
			known.isCut = true;
			this.#coverage.leftOut(before.secret.redacted, `found at more than ${mostPlaces} places; no more are listed`);
		}
		known.finding = require_plan.groupFindings(matches.slice(0, mostPlaces))[0] ?? before;
		return countsForMore(finding, before) ? [known.finding] : [];
	}
	#deal(findings) {
		if (findings.length === 0) return;
		for (const { fingerprint } of findings) {
			const known = this.#known.get(fingerprint);
			if (known !== void 0) known.retryAt = Infinity;
		}
		this.#work = this.#handle(findings, this.#work);
	}
	async #handle(findings, before) {
		await before;
		try {
			const news = (await require_handle.handle(findings, this.#plan)).filter((each) => this.#note(each));
			if (news.length > 0) await this.#tell(news);
		} catch (error) {
			this.#failure ??= { error };
		}
	}
	#note(handled) {
		const known = this.#known.get(handled.finding.fingerprint);
		if (known === void 0) return true;
		const before = known.handled;
		known.handled = handled;
		if (isUnsettled(handled)) {
			known.retryAt = this.#plan.clock.now() + known.retryMs;
			known.retryMs = Math.min(known.retryMs * 2, lastRetryMs);
		}
		return before === null || resultOf(before) !== resultOf(handled);
	}
};
function countsForMore(finding, before) {
	const suppressed = (each) => require_decide.isSuppressed(each, "unverified");
	return before.vendor !== null && finding.vendor === null || suppressed(before) && !suppressed(finding);
}
function isUnsettled({ verdict, outcomes }) {
	return verdict.validity === "unknown" || outcomes.some(({ result }) => [
		"failed",
		"unconfirmed",
		"unfinished",
		"waiting"
	].includes(result));
}
function resultOf({ verdict, decision, outcomes }) {
	return [
		verdict.validity,
		decision.rule,
		...outcomes.map(({ action, result }) => `${action} ${result}`)
	].join();
}
// src/follow-command.ts
async function followLogs(operands, options, environment, log, deliver) {
	const source = await require_sources.followLog(operands, options.maxFileSize, () => require_runtime.systemClock.now());
	const plan = await require_plan.makePlan(source, options, environment, log);
	const style = require_options.terminalStyle(!options.color);
	const isFile = options.output !== null;
	const run = new FollowRun(plan, await require_pipeline.makeScanner(plan), async (news) => {
		if (isFile) await deliver(run.report());
		else if (options.format === "human") await require_options.printOut(require_json.humanFindings(run.report(news), style));
		else if (options.format === "json") await require_options.printOut(require_json.jsonLine(run.report(news)));
	});
	const stop = new AbortController();
	require_signals.untilStopped().then(() => stop.abort());
	let busy = await source.look();
	if (!options.quiet) announce(source.state);
	for (;;) {
		if (busy) await run.batch(source);
		run.retry();
		if (stop.signal.aborted || source.ended) break;
		await source.pause(busy, stop.signal);
		busy = await source.look();
	}
	source.finish();
	await run.batch(source);
	await run.end();
	const report = run.report();
	if (isFile) return deliver(report);
	if (options.format === "human") await require_options.printOut(require_json.humanSummary(report, style));
	else if (options.format === "json") await require_options.printOut(require_json.jsonLine(report));
	else return deliver(report);
	return report.exit_code;
}
function announce({ files, stdin, missing }) {
	const what = [...stdin ? ["standard input"] : [], ...files > 0 || !stdin && missing.length === 0 ? [`${files} ${files === 1 ? "file" : "files"}`] : []];
	const following = what.length === 0 ? "" : `following ${what.join(" and ")}`;
	const waiting = missing.length === 0 ? "" : `waiting for ${missing.join(" ")}`;
	require_options.printError(`akguard: ${[following, waiting].filter(Boolean).join(", ")}; stop with Ctrl-C.`);
}
exports.followLogs = followLogs;
