const require_octokit = require("./octokit.js");
let node_crypto = require("node:crypto");
// src/github/app-auth.ts
async function appConnections({ id, privateKey }, apiUrl, log) {
	const app = new require_octokit.App({
		appId: id,
		privateKey: pem(privateKey),
		Octokit: require_octokit.Octokit.defaults({
			...require_octokit.settings(apiUrl, log),
			throttle: { enabled: false }
		})
	});
	const installations = [];
	try {
		for await (const { installation } of app.eachInstallation.iterator()) {
			const { account, suspended_at, repository_selection } = installation;
			const names = account ?? {};
			const owner = names.login ?? names.slug ?? "";
			const token = () => tokenFor(app, installation.id, owner);
			installations.push({
				owner,
				isSuspended: typeof suspended_at === "string",
				hasAll: repository_selection === "all",
				connection: {
					token,
					apiUrl
				}
			});
		}
	} catch (error) {
		throw require_octokit.failure("list the installations of the App", error);
	}
	return installations;
}
async function tokenFor(app, installationId, owner) {
	try {
		return (await app.octokit.auth({
			type: "installation",
			installationId
		})).token;
	} catch (error) {
		throw require_octokit.failure(`give a token for the installation of ${owner}`, error);
	}
}
function pem(text) {
	const key = text.replaceAll("\\n", "\n");
	try {
		(0, node_crypto.createPrivateKey)(key);
	} catch {
		throw new require_octokit.GitHubFailure("GitHub did not list the installations of the App: its private key is no PEM", null);
	}
	return key;
}
exports.appConnections = appConnections;
