const require_plan = require("./plan.js");
const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_options = require("./options.js");
const require_open_state = require("./open-state.js");
const require_rotation_text = require("./rotation-text.js");
const require_answer_text = require("./answer-text.js");
const require_alert_payload = require("./alert-payload.js");
const require_alert_state = require("./alert-state.js");
// src/respond/settle-all.ts
async function settleAll(deps) {
	const { store } = deps;
	const open = await store.open();
	const settled = [];
	for (const act of open.filter((each) => each.action === "revoke")) settled.push({
		act,
		...await settleRevoke(act, deps)
	});
	for (const act of [...open.filter((each) => each.action === "alert"), ...await store.owed()]) settled.push({
		act,
		...await settleAlert(act, deps)
	});
	return settled;
}
const left = (text) => ({
	isSettled: false,
	text
});
async function settleRevoke(act, deps) {
	const { store, clock } = deps;
	const memory = await store.recall(act.fingerprint);
	if (!memory) return left("nothing is known about this key");
	if (!await store.claim(act.fingerprint, require_runtime.timestamp(clock))) return left("another run is at it");
	try {
		const why = await revoked(act, memory, deps);
		if (why.kind === "doubt") return left(why.text);
		await require_alert_payload.conclude(store, deps.log, act.id, "revoked", require_runtime.timestamp(clock), why.text);
		return {
			isSettled: true,
			text: why.text
		};
	} finally {
		await store.release(act.fingerprint);
	}
}
async function revoked({ target, at }, { incident, verdicts }, { api, managementKeys, hosts }) {
	const { environment } = incident;
	const verdict = verdicts.get(hosts[environment]);
	if (verdict?.validity === "inactive") return {
		kind: "revoked",
		text: `Key ${target} was proven dead at ${verdict.checkedAt}.`
	};
	const doubt = (text) => ({
		kind: "doubt",
		text
	});
	const key = managementKeys[environment];
	if (!key) return doubt(`only a scan that finds the key, or a management key of the ${environment} environment, can tell`);
	const listing = await api.listKeys(key, environment);
	if (!listing.ok) return doubt(`the keys could not be listed (${require_answer_text.answerText(listing.answer)})`);
	const listed = listing.keys.find((each) => each.id === target);
	if (!listed) return doubt(`key ${target} is not among the keys that the management key may see`);
	if (listed.revokedAt === null) return doubt(`key ${target} is listed as working, so the revoke begun at ${at} had no effect: scan again with --revoke, or revoke it in the portal`);
	return {
		kind: "revoked",
		text: `Key ${target} is listed as revoked since ${listed.revokedAt}; it was not presented again.`
	};
}
async function settleAlert(act, deps) {
	const { store, clock, log } = deps;
	const { fingerprint, target: channel } = act;
	const alert = require_alert_payload.alertFrom(act.payload);
	if (!alert) return left("what it says was not kept; the next scan that finds the key tells it");
	const memory = await store.recall(fingerprint);
	const now = memory?.verdicts.get(deps.hosts[memory.incident.environment]);
	if (now) alert.finding = upToDate(alert.finding, now);
	try {
		const alerter = await deps.alerterFor(channel);
		const intended = await store.intend({
			fingerprint,
			action: "alert",
			target: channel,
			at: require_runtime.timestamp(clock),
			payload: require_alert_payload.payloadOf(alert)
		});
		if (intended.kind !== "intended") return left("another run is at it");
		const { id } = intended.intent;
		try {
			const { where } = await alerter.tell(alert);
			await require_alert_payload.conclude(store, log, id, "alerted", require_runtime.timestamp(clock), where);
			return {
				isSettled: true,
				text: `told: ${where}`
			};
		} catch (error) {
			await require_alert_payload.conclude(store, log, id, "failed", require_runtime.timestamp(clock), require_errors.messageOf(error));
			throw error;
		}
	} catch (error) {
		return left(`nobody was told: ${require_errors.messageOf(error)}`);
	}
}
function upToDate(finding, now) {
	const { validity, reason, checkedAt, status, code, requestId } = now;
	const verdict = {
		validity,
		reason,
		checked_at: checkedAt,
		status,
		code,
		request_id: requestId
	};
	if (validity === "inactive" && finding.verdict.validity !== "inactive") return {
		...finding,
		verdict
	};
	const outcomes = finding.outcomes.filter(({ action }) => action !== "revoke");
	const alive = {
		...finding,
		verdict,
		outcomes,
		exposed_for_ms: null
	};
	return require_alert_state.isBack(alive, require_alert_state.saidBy(finding)) ? alive : finding;
}
// src/settle-command.ts
async function settle(context) {
	const { environment: variables, log } = context;
	const api = await require_plan.connect(variables, log);
	const { settled, rotations } = await require_open_state.withState(context, async (store) => ({
		settled: await settleAll({
			store,
			api,
			managementKeys: require_plan.readManagementKeys(variables),
			hosts: require_plan.apiHosts(variables),
			async alerterFor(channel) {
				const [alerter] = await require_plan.readAlerters([channel], variables, log);
				if (!alerter) throw new require_errors.AkguardError("AK_ALERT_CHANNEL", {
					channel,
					problem: "there is no such kind"
				});
				return alerter;
			},
			clock: require_runtime.systemClock,
			log
		}),
		rotations: await Promise.all((await store.openRotations()).map(async (rotation) => ({
			rotation,
			steps: await store.rotationSteps(rotation)
		})))
	}));
	for (const { act, isSettled, text } of settled) {
		const what = act.action === "revoke" ? `revoke of ${act.target}` : `alert on ${act.target}`;
		await require_options.printOut(require_text.visible(`${isSettled ? "settled" : "open   "}  ${act.fingerprint}  ${what}: ${text}`) + "\n");
	}
	for (const { rotation, steps } of rotations) await require_options.printOut(require_text.visible(`open     rotation of ${require_rotation_text.openRotationText(rotation, steps)}`) + "\n");
	const open = settled.filter(({ isSettled }) => !isSettled);
	await require_options.printOut(`${settled.length + rotations.length} left by earlier runs, ${settled.length - open.length} settled, ${open.length + rotations.length} still open.\n`);
	return require_errors.worst([...open.map(({ act }) => act.action === "revoke" ? require_errors.ExitCode.alive : require_errors.ExitCode.incomplete), ...rotations.map(() => require_errors.ExitCode.incomplete)]);
}
exports.settle = settle;
