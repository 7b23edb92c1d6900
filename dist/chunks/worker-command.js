const require_org_shared = require("./org-shared.js");
const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_signals = require("./signals.js");
const require_who_runs = require("./who-runs.js");
const require_options = require("./options.js");
const require_store = require("./store2.js");
let node_os = require("node:os");
// src/worker-command.ts
const graceMs = 2e4;
const lookMs = 1e4;
async function runWorker(values, context) {
	const { options, environment } = context;
	const location = options.state ?? require_who_runs.defaultStatePath(environment);
	const { log, tell } = await require_org_shared.logFor(context, false);
	const limits = await require_store.openLimits(location, log);
	if (limits === null) throw withoutPostgres();
	const access = await require_org_shared.githubAccess(null, environment, log, limits);
	const plan = await require_org_shared.orgPlan("", context, log, limits);
	const stopped = require_signals.untilStopped();
	const state = await require_store.openStore(location, {
		log,
		by: require_who_runs.whoRuns(environment)
	});
	try {
		const queue = await require_store.openQueue(location, require_org_shared.agreementOf(plan, options, access.host), log);
		if (queue === null) throw withoutPostgres();
		const scans = require_org_shared.makeScans(context, {
			plan,
			state,
			access,
			own: require_org_shared.orgOptions(values),
			tell,
			log
		});
		const metrics = await metricsOf(queue, values.metrics);
		await require_org_shared.workAt(queue, scans, options.jobs ?? (0, node_os.availableParallelism)(), metrics.add);
		const endLooking = require_runtime.systemRepeat(lookMs, () => void look(queue, log));
		if (!options.quiet) require_options.printError("akguard worker: waiting for work; stop with Ctrl-C.");
		await stopped;
		endLooking();
		await queue.close(graceMs);
		metrics.close();
	} finally {
		await state.close();
		await limits.close();
	}
	return require_errors.ExitCode.ok;
}
async function metricsOf(queue, address) {
	if (address === void 0) return {
		add: () => {},
		close: () => {}
	};
	const { Metrics } = await Promise.resolve().then(() => require("./metrics.js"));
	const { measured, serve } = await Promise.resolve().then(() => require("./worker-metrics.js"));
	const metrics = new Metrics(() => queue.depth());
	const { url, close } = await serve(metrics, address);
	require_options.printError(`akguard worker: metrics at ${url}/metrics`);
	return {
		add: (result, ms) => metrics.add(measured(result, ms)),
		close
	};
}
function withoutPostgres() {
	return new require_errors.AkguardError("AK_USAGE", { problem: "`akguard worker` shares work over a Postgres: name it with --state postgres://… or in DATABASE_URL." });
}
async function look(queue, log) {
	const others = await queue.disagreements().catch(() => []);
	for (const names of others) log.warn("a run is left to others: it was started with something else than this worker", { different: names.join(", ") });
}
exports.runWorker = runWorker;
