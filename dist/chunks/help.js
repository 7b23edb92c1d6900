const require_main = require("./main.js");
// src/config/help.ts
function helpText(command) {
	const list = (entries) => {
		const width = Math.max(...entries.map(([left]) => left.length));
		return entries.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("");
	};
	const flagLine = (name) => {
		const flag = require_main.flags[name];
		return [`${flag.short === void 0 ? "    " : `-${flag.short}, `}--${name}${flag.value === void 0 ? "" : ` ${flag.value}`}`, flag.help];
	};
	if (command !== null) {
		const { form, help, flags: own } = require_main.commands[command];
		return `akguard ${form}\n  ${help}\n\nFlags:\n${list([...own, ...require_main.everywhere].map(flagLine))}`;
	}
	return `akguard finds leaked Anton Payments API keys, proves whether they work, revokes them, and proves them dead.

Commands:
${list(Object.values(require_main.commands).map(({ form, help }) => [`akguard ${form}`, help]))}
Flags for scans:
${list([
		...require_main.scanFlags,
		"exclude",
		...require_main.everywhere
	].map(flagLine))}
Exit codes: 0 clean, 1 findings, 2 usage, 3 incomplete, 4 a live key is still alive, 70 a bug.
Environment: AKGUARD_LIVE_API_KEY, AKGUARD_TEST_API_KEY (management keys), AKGUARD_LIVE_URL, AKGUARD_TEST_URL,
GITHUB_TOKEN, AKGUARD_CONFIG.
`;
}
exports.helpText = helpText;
