// src/respond/answer-text.ts
function answerText(answer) {
	if (answer.kind === "failure") return answer.detail === "" ? answer.why : `${answer.why}: ${answer.detail}`;
	const code = answer.code === null || answer.code === String(answer.status) ? "" : ` ${answer.code}`;
	return `HTTP ${answer.status}${code}`;
}
Object.defineProperty(exports, "answerText", {
	enumerable: true,
	get: function() {
		return answerText;
	}
});
