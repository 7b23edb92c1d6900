const require_answer_text = require("./answer-text.js");
// src/respond/prove-dead.ts
const firstPauseMs = 50;
const longestPauseMs = 2e3;
const proofLimitMs = 15e3;
async function proveDead(leaked, deps, limitMs = proofLimitMs) {
	const deadline = deps.clock.now() + limitMs;
	for (let pause = firstPauseMs;; pause = Math.min(pause * 2, longestPauseMs)) {
		const answer = await deps.api.check(leaked.secret, leaked.environment);
		const now = deps.clock.now();
		if (deps.judge(answer, leaked.environment) === "inactive") return {
			at: now,
			proof: refusal(answer, now)
		};
		if (now >= deadline) return null;
		await deps.clock.sleep(Math.min(pause, deadline - now));
	}
}
function refusal(answer, now) {
	return {
		validity: "inactive",
		reason: `The key was presented and refused: ${require_answer_text.answerText(answer)}`,
		checkedAt: new Date(now).toISOString(),
		status: answer.kind === "http" ? answer.status : null,
		code: answer.kind === "http" ? answer.code : null,
		requestId: answer.requestId
	};
}
Object.defineProperty(exports, "proofLimitMs", {
	enumerable: true,
	get: function() {
		return proofLimitMs;
	}
});
Object.defineProperty(exports, "proveDead", {
	enumerable: true,
	get: function() {
		return proveDead;
	}
});
