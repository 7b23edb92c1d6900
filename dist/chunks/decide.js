const require_options = require("./options.js");
// src/respond/decide.ts
function decide(question) {
	const { environment, verdict, policy, armed } = question;
	const { validity } = verdict;
	if (question.suppressed === true) return {
		rule: "suppressed",
		actions: [],
		dryRun: false,
		withheld: null
	};
	const rule = policy.find((each) => misfit(each, question) === null) ?? fallback(validity);
	const without = (action, withheld, ...instead) => ({
		rule: rule.name,
		actions: [...rule.actions.filter((each) => each !== action), ...instead],
		dryRun: false,
		withheld
	});
	if (rule.actions.includes("ignore") && validity === "active" && environment === "live") return without("ignore", "Not ignored: it is a live key, and proven active.", "alert", "fail");
	const all = {
		rule: rule.name,
		actions: [...rule.actions]
	};
	if (!require_options.kills(rule.actions)) return {
		...all,
		dryRun: false,
		withheld: null
	};
	const isRotation = rule.actions.includes("rotate");
	const [action, done] = isRotation ? ["rotate", "rotated"] : ["revoke", "revoked"];
	if (validity !== "active") return without(action, `Not ${done}: the key is ${validity}, and only a key proven active may be ${done}.`);
	const until = graceUntil(rule, question.facts);
	const grace = until === null ? null : `Not revoked before ${until}: the policy gives it grace until then.`;
	if (!isRotation && grace !== null) return without("revoke", grace);
	const unarmed = armed ? null : `Not ${done}: this run is not armed; give --revoke to arm it.`;
	return {
		...all,
		dryRun: !armed,
		withheld: unarmed ?? grace,
		...isRotation && { rotation: {
			to: rule.to ?? [],
			revokeFrom: until
		} }
	};
}
function graceUntil({ grace }, facts) {
	if (grace === void 0 || grace === 0) return null;
	if (!facts) return "its grace is over";
	const until = (facts.firstSeen ?? facts.now) + grace;
	return until > facts.now ? new Date(until).toISOString() : null;
}
function isSuppressed(finding, validity) {
	if (validity === "active" && finding.rule.environment === "live") return false;
	return finding.matches.length > 0 && finding.matches.every((match) => match.suppressed !== null);
}
function misfit(rule, question) {
	const { when } = rule;
	const { environment, facts } = question;
	const { validity } = question.verdict;
	if (when.validity && !when.validity.includes(validity)) return `validity is ${validity}`;
	if (when.environment && !when.environment.includes(environment)) return `environment is ${environment}`;
	if (when.rule && !when.rule.includes(facts?.rule ?? "")) return `rule is ${facts?.rule ?? "unknown"}`;
	if (when.visibility && !when.visibility.some((each) => each === facts?.visibility)) return `visibility is ${facts?.visibility ?? "unknown"}`;
	const times = [[
		"age",
		when.age,
		facts?.firstSeen
	], [
		"unused",
		when.unused,
		facts?.lastUsed
	]];
	for (const [name, wanted, since] of times) {
		if (!wanted) continue;
		const { over = -Infinity, under = Infinity } = wanted;
		const ms = facts === void 0 || since == null ? null : facts.now - since;
		if (ms === null || ms <= over || ms >= under) return `${name} is ${ms === null ? "unknown" : `${ms} ms`}`;
	}
	return placesFit(rule, facts) ? null : "the places do not fit";
}
function placesFit({ when, actions }, facts) {
	if (!when.paths && !when.branches && !when.exposure) return true;
	if (!facts || facts.places.length === 0) return false;
	const globs = (patterns, text) => !patterns || text !== null && patterns.some((pattern) => facts.fitsGlob(pattern, text));
	const fits = ({ path, branch, exposure }) => globs(when.paths, path) && globs(when.branches, branch) && (!when.exposure || when.exposure.includes(exposure ?? "none"));
	return require_options.kills(actions) ? facts.places.some(fits) : facts.places.every(fits);
}
function fallback(validity) {
	return {
		name: "default",
		when: {},
		actions: validity === "inactive" ? [] : ["alert", "fail"]
	};
}
Object.defineProperty(exports, "decide", {
	enumerable: true,
	get: function() {
		return decide;
	}
});
Object.defineProperty(exports, "fallback", {
	enumerable: true,
	get: function() {
		return fallback;
	}
});
Object.defineProperty(exports, "isSuppressed", {
	enumerable: true,
	get: function() {
		return isSuppressed;
	}
});
Object.defineProperty(exports, "misfit", {
	enumerable: true,
	get: function() {
		return misfit;
	}
});
