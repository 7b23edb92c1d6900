const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_open_state = require("./open-state.js");
const require_plan = require("./plan.js");
const require_options = require("./options.js");
const require_decide = require("./decide.js");
// src/respond/explain.ts
const validities = [
	"active",
	"unknown",
	"unverified",
	"inactive"
];
const environments = ["live", "test"];
function policyTable(policy) {
	const rows = [[
		"validity",
		"environment",
		"rule",
		"if",
		"what happens in an armed run"
	]];
	const decides = new Set();
	for (const validity of validities) for (const environment of environments) for (const rule of candidates(policy, validity, environment)) {
		decides.add(rule.name);
		const alone = {
			...rule,
			when: {},
			grace: void 0
		};
		const decision = require_decide.decide({
			environment,
			verdict: { validity },
			policy: [alone],
			armed: true
		});
		rows.push([
			validity,
			environment,
			require_text.visible(rule.name),
			conditions(rule.when),
			happens(decision, rule)
		]);
	}
	const never = policy.filter(({ name }) => !decides.has(name)).map(({ name }) => require_text.visible(name));
	const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
	const table = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ").trimEnd());
	const unused = never.length === 0 ? [] : ["", `These rules never decide, as rules before them do: ${never.join(", ")}`];
	return `${[...table, ...unused].join("\n")}\n`;
}
function candidates(policy, validity, environment) {
	const found = [];
	for (const rule of policy) {
		const { when } = rule;
		if (when.validity?.includes(validity) === false || when.environment?.includes(environment) === false) continue;
		found.push(rule);
		if (conditions(when) === "") return found;
	}
	return [...found, require_decide.fallback(validity)];
}
function conditions({ rule, paths, branches, exposure, visibility, age, unused }) {
	const list = (name, values) => values ? [`${name} ${values.map(require_text.visible).join(" or ")}`] : [];
	return [
		...list("rule", rule),
		...list("path", paths),
		...list("branch", branches),
		...list("exposure", exposure),
		...list("visibility", visibility),
		...age?.over === void 0 ? [] : [`known for over ${require_text.duration(age.over)}`],
		...age?.under === void 0 ? [] : [`known for under ${require_text.duration(age.under)}`],
		...unused?.over === void 0 ? [] : [`unused for over ${require_text.duration(unused.over)}`],
		...unused?.under === void 0 ? [] : [`unused for under ${require_text.duration(unused.under)}`]
	].join(", ");
}
function happens({ actions, withheld, rotation }, { grace }) {
	const after = grace === void 0 ? "" : ` after ${require_text.duration(grace)}`;
	const words = actions.map((action) => {
		if (action === "revoke") return `revoke${after}`;
		if (action !== "rotate") return action;
		return rotateWords(rotation) + (after === "" ? "" : `, revoke the old key${after}`);
	});
	return [words.length === 0 ? "nothing" : words.join(", "), ...withheld === null ? [] : [withheld]].join(". ");
}
function rotateWords(rotation) {
	return `rotate to ${(rotation?.to ?? []).map((place) => require_text.visible(require_options.placeName(place))).join(" and ")}`;
}
function explain(question) {
	const lines = [];
	const armed = require_decide.decide({
		...question,
		armed: true
	});
	for (const rule of question.policy) {
		const why = require_decide.misfit(rule, {
			...question,
			armed: true
		});
		if (why === null) break;
		lines.push(`  not ${require_text.visible(rule.name)}: ${require_text.visible(why)}`);
	}
	const doing = ({ actions, withheld, dryRun, rotation }) => [actions.filter((action) => !(dryRun && require_options.kills([action]))).map((action) => action === "rotate" ? rotateWords(rotation) : action).join(", ") || "nothing", ...withheld === null ? [] : [withheld]].join(". ");
	return [
		...lines,
		`  ${require_text.visible(armed.rule)} decides`,
		`  with --revoke: ${doing(armed)}`,
		`  without:       ${doing(require_decide.decide({
			...question,
			armed: false
		}))}`,
		""
	].join("\n");
}
// src/policy-command.ts
async function explainPolicy(fingerprint, context) {
	const { options, environment } = context;
	const policy = options.policy ?? require_plan.defaultPolicy;
	if (fingerprint === null) {
		await require_open_state.deliver(policyTable(policy), context);
		return require_errors.ExitCode.ok;
	}
	const memory = await require_open_state.withState(context, (store) => store.recall(fingerprint));
	if (memory === null) throw new require_errors.AkguardError("AK_USAGE", { problem: "The state knows no such fingerprint." });
	const { incident, about, verdicts } = memory;
	const { validity } = verdicts.get(require_plan.apiHosts(environment)[incident.environment]) ?? { validity: "unverified" };
	const { fitsGlob } = await require_plan.settingFor(policy, environment);
	const facts = {
		rule: about?.rule ?? null,
		places: about?.places ?? [],
		visibility: about?.visibility ?? null,
		firstSeen: Date.parse(incident.firstSeenAt),
		lastUsed: about?.lastUsedAt == null ? null : Date.parse(about.lastUsedAt),
		now: require_runtime.systemClock.now(),
		fitsGlob
	};
	const places = facts.places.map(({ path, branch, exposure }) => [
		path ?? "no path",
		branch === null ? null : `on ${branch}`,
		exposure
	].filter((each) => each !== null).join(" "));
	const lastUsed = about?.lastUsedAt == null ? "" : `, last used by others ${about.lastUsedAt}`;
	const head = [
		`${incident.redacted}: ${validity}, ${incident.environment}, rule ${facts.rule ?? "unknown"}, first seen ${incident.firstSeenAt}${lastUsed}`,
		...places.map((place) => `  in ${require_text.visible(place)}`),
		""
	].join("\n");
	await require_open_state.deliver(head + explain({
		environment: incident.environment,
		verdict: { validity },
		policy,
		facts
	}), context);
	return require_errors.ExitCode.ok;
}
exports.explainPolicy = explainPolicy;
