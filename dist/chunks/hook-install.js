const require_errors = require("./errors.js");
const require_text = require("./text.js");
const require_user_settings = require("./user-settings.js");
const require_hooks = require("./hooks.js");
const require_options = require("./options.js");
// src/hook-install.ts
async function changeHooks(command, operands, flags, variables) {
	if (operands.length > 0) throw new require_errors.AkguardError("AK_USAGE", { problem: `\`akguard ${command}\` takes no operands.` });
	const isInstall = command === "hook install";
	const told = flags.global === true ? await inTemplate(isInstall, variables) : await here(isInstall, flags);
	const nothing = isInstall ? "The hooks are in place already." : "There is no hook of akguard here.";
	await require_options.printOut((told.length > 0 ? told : [nothing]).map((line) => `${require_text.visible(line)}\n`).join(""));
	return require_errors.ExitCode.ok;
}
async function inTemplate(isInstall, variables) {
	const { installTemplate, uninstallTemplate } = await Promise.resolve().then(() => require("./template.js"));
	return isInstall ? installTemplate(variables) : uninstallTemplate(variables);
}
async function here(isInstall, { manager }) {
	const place = await require_user_settings.findHookPlace(".");
	if (place === null) throw new require_errors.AkguardError("AK_NOT_A_REPOSITORY", { path: "." });
	if (isInstall) return chosen(manager, place).install(place);
	return (manager === void 0 ? require_hooks.managers : [chosen(manager, place)]).filter((each) => manager !== void 0 || each.isUsed(place)).flatMap((each) => each.uninstall(place));
}
function chosen(name, place) {
	if (name === void 0) return require_hooks.managerOf(place);
	const found = require_hooks.managers.find((manager) => manager.name === name);
	if (found !== void 0) return found;
	const names = require_hooks.managers.map((manager) => manager.name).join(", ");
	throw new require_errors.AkguardError("AK_USAGE", { problem: `--manager can not be \`${name}\`: it takes ${names}.` });
}
exports.changeHooks = changeHooks;
