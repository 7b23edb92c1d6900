const require_user_settings = require("./user-settings.js");
const require_hook_files = require("./hook-files.js");
const require_hook_quick = require("./hook-quick.js");
const require_hooks = require("./hooks.js");
let node_path = require("node:path");
// src/hooks/template.ts
async function installTemplate(variables) {
	const set = await require_user_settings.templateFolder();
	const template = set ?? ownTemplate(variables);
	const told = require_hooks.installInto(require_hooks.templateHooks(template));
	if (set === null) {
		const file = userGitConfig(variables);
		require_hooks.put(file, require_hooks.append(require_hooks.textOf(file), `[init]\n\ttemplateDir = "${template.replace(/["\\]/g, "\\$&")}"`));
		told.push(`${file}: init.templateDir is ${template}.`);
	}
	return told.length === 0 ? [] : [...told, "Repositories that are here already: run `akguard hook install` in each."];
}
async function uninstallTemplate(variables) {
	const template = await require_user_settings.templateFolder() ?? ownTemplate(variables);
	const told = require_hooks.uninstallFrom(require_hooks.templateHooks(template));
	if (template !== ownTemplate(variables)) return told;
	require_hook_files.removeEmpty(require_hooks.templateFolders(template));
	const file = userGitConfig(variables);
	const text = require_hooks.textOf(file);
	if (text === null || !require_hooks.hasBlock(text)) return told;
	require_hooks.put(file, require_hooks.remove(text));
	return [...told, `${file}: as it was before.`];
}
function ownTemplate(variables) {
	return (0, node_path.join)(require_hook_quick.userFolder(variables), "git-template");
}
function userGitConfig(variables) {
	const named = variables["GIT_CONFIG_GLOBAL"];
	if (named) return named;
	const usual = (0, node_path.join)(require_hook_quick.home(variables), ".gitconfig");
	const other = (0, node_path.join)(variables["XDG_CONFIG_HOME"] || (0, node_path.join)(require_hook_quick.home(variables), ".config"), "git", "config");
	return !require_hook_files.isThere(usual) && require_hook_files.isThere(other) ? other : usual;
}
exports.installTemplate = installTemplate;
exports.uninstallTemplate = uninstallTemplate;
