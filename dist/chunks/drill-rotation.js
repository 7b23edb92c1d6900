const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_secret = require("./secret.js");
const require_hand_over = require("./hand-over.js");
const require_scratch = require("./scratch.js");
const require_options = require("./options.js");
const require_write_file = require("./write-file.js");
const require_keys_command = require("./keys-command.js");
const require_rotate = require("./rotate.js");
const require_rotation_text = require("./rotation-text.js");
const require_pipeline = require("./pipeline.js");
const require_plan = require("./plan.js");
const require_leak = require("./leak.js");
const require_sandbox = require("./sandbox.js");
const require_files = require("./files.js");
const require_verify = require("./verify.js");
let node_path = require("node:path");
let node_crypto = require("node:crypto");
// src/drill-rotation.ts
const serviceEveryMs = 25;
const quietForMs = 300;
async function drillRotation(options, log) {
	const folder = await require_scratch.makeScratch("akguard-drill");
	const sandbox = await require_sandbox.startSandbox();
	try {
		const leak = await require_leak.createKeyToLeak(sandbox.connectionLine);
		const keyFile = (0, node_path.join)(folder, "service", "anton.key");
		await require_write_file.writeWhole(keyFile, `${leak.raw}\n`);
		const logs = (0, node_path.join)(folder, "logs");
		await require_write_file.writeWhole((0, node_path.join)(logs, "debug.log"), `calling Anton with Bearer ${leak.raw}\n`);
		const settings = {
			...options,
			verify: true,
			armed: false,
			alert: [],
			state: (0, node_path.join)(folder, "state.db")
		};
		const subject = require_files.filesSource({
			paths: [logs],
			exclude: [],
			maxFileSize: Infinity
		});
		const variables = {
			AKGUARD_LIVE_URL: sandbox.liveUrl,
			AKGUARD_TEST_URL: sandbox.testUrl
		};
		const plan = {
			...await require_plan.makePlan(subject, settings, variables, log),
			progress: false
		};
		const { api } = plan;
		if (api === null) throw new Error("a plan that verifies has an API");
		const service = new Service(keyFile, api);
		const found = await require_pipeline.runPipeline(plan);
		const store = await plan.openStore();
		const old = {
			id: leak.id,
			name: "checkout-service",
			environment: "live"
		};
		const end = await require_rotate.rotate({
			...plan,
			api,
			environment: "live",
			old: {
				...old,
				secret: new require_secret.Secret(leak.raw)
			},
			sinks: [require_hand_over.fileSink("file:service/anton.key", keyFile, true)],
			managementKey: sandbox.liveApiKey,
			quietForMs,
			waitMs: 3e4,
			judge: (answer) => require_verify.judge(answer, true).validity,
			store,
			repeat: require_runtime.systemRepeat,
			token: () => (0, node_crypto.randomBytes)(4).toString("hex"),
			tell: () => {}
		});
		await store.close();
		await service.stop();
		const newRaw = (await require_write_file.readText(keyFile) ?? "").trim();
		const holders = newRaw === "" ? [] : await require_scratch.filesHolding(folder, newRaw);
		check(found, end, sandbox, leak.id, service, {
			holders,
			keyFile
		});
		const dead = end.steps.find(({ step, target }) => step === "revoke" && target === leak.id);
		const exposed = Date.parse(dead?.endedAt ?? "") - Date.parse(found.scan.started_at);
		if (options.format === "json") await require_options.printOut(require_keys_command.jsonLine({
			...require_rotation_text.rotationJson(end, old, require_errors.ExitCode.ok),
			exposed_for_ms: exposed
		}));
		else {
			const uses = `The service used its key ${service.uses} times meanwhile, and was never refused.\n`;
			await require_options.printOut(`${require_rotation_text.rotationText(end, old)}${uses}First sight to proven death: ${exposed} ms.\n`);
		}
		if (options.keep) require_options.printError(`kept: ${folder}`);
		return require_errors.ExitCode.ok;
	} finally {
		await sandbox.close();
		if (!options.keep) await require_scratch.removeScratch(folder);
	}
}
var Service = class {
	uses = 0;
	refused = 0;
	#isStopped = false;
	#running;
	constructor(keyFile, api) {
		this.#running = this.#run(keyFile, api);
	}
	async stop() {
		this.#isStopped = true;
		await this.#running;
	}
	async #run(keyFile, api) {
		while (!this.#isStopped) {
			const answer = await api.check(new require_secret.Secret((await require_write_file.readText(keyFile) ?? "").trim()), "live");
			this.uses += 1;
			if (require_verify.judge(answer, true).validity !== "active") this.refused += 1;
			await new Promise((resolve) => setTimeout(resolve, serviceEveryMs));
		}
	}
};
function check(found, end, sandbox, oldId, service, { holders, keyFile }) {
	const effects = sandbox.ledger.filter(({ effect }) => effect !== null);
	const revokes = effects.filter(({ effect }) => effect === "revoke");
	const claims = [
		["the leaked key is found active", found.findings[0]?.verdict.validity === "active"],
		[`the rotation is finished (${end.why})`, end.result === "rotated"],
		["the sandbox made two keys", effects.length - revokes.length === 2],
		["the sandbox saw exactly one revoke, of the old key", revokes.length === 1 && revokes[0]?.path === `/v1/api-keys/${oldId}/revoke`],
		["the service worked on", service.uses > 1 && service.refused === 0],
		["the new key is in the file of the service, and nowhere else", holders.join() === keyFile]
	];
	for (const [claim, holds] of claims) if (!holds) throw new require_errors.AkguardError("AK_DRILL", {
		step: claim,
		reason: "it did not happen."
	});
}
exports.drillRotation = drillRotation;
