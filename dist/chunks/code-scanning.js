const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_octokit = require("./octokit.js");
let node_util = require("node:util");
let node_zlib = require("node:zlib");
// src/github/code-scanning.ts
const mostBytes = 1e7;
const pauseMs = 3e3;
const mostPolls = 40;
const longestWaitMs = 12e4;
const longestForeign = 400;
async function uploadSarif(upload, log) {
	const { connection, repo: full, commitSha, ref, sarif, clock = require_runtime.systemClock } = upload;
	const [owner = "", repo = ""] = full.split("/");
	const packed = await (0, node_util.promisify)(node_zlib.gzip)(sarif);
	if (packed.length > mostBytes) return failed(tooLarge);
	let id;
	let octokit;
	try {
		octokit = require_octokit.connect(connection, log);
		const { data } = await octokit.rest.codeScanning.uploadSarif({
			owner,
			repo,
			commit_sha: commitSha,
			ref,
			sarif: packed.toString("base64"),
			request: { retries: 0 }
		});
		id = data.id;
	} catch (error) {
		return refusal(require_octokit.failure("take the SARIF file", error));
	}
	if (!id) return failed("GitHub took the SARIF file, and gave no number to ask after it by");
	const url = pageOf(connection.apiUrl, full, ref);
	const end = await processing(octokit, {
		owner,
		repo,
		sarif_id: id
	}, clock);
	return end === null ? {
		kind: "uploaded",
		url
	} : failed(end);
}
async function processing(octokit, place, clock) {
	const start = clock.now();
	let polls = 0;
	while (polls < mostPolls && clock.now() - start < longestWaitMs) {
		polls++;
		try {
			const { data } = await octokit.rest.codeScanning.getSarif(place);
			if (data.processing_status === "complete") return null;
			if (data.processing_status === "failed") return `GitHub could not process the SARIF file${said(data.errors)}`;
		} catch (error) {
			const refused = require_octokit.failure("say what became of the SARIF file, which it took", error);
			if (refused.status !== 404) return refused.message;
		}
		await clock.sleep(pauseMs);
	}
	return `GitHub took the SARIF file and has not processed it within ${Math.round((clock.now() - start) / 1e3)} s; it may still do so`;
}
const tooLarge = "the SARIF file is too large for code scanning, which takes 10 MB compressed; the JSON report has all";
function refusal(refused) {
	const { status, message } = refused;
	switch (status) {
		case 403: return forbidden(message);
		case 404: return unavailable("this repository has no code scanning, or the token may not see it: give the job `security-events: write`", message);
		case 413: return failed(`${tooLarge} (${message})`);
		case 503: return failed(`code scanning is out of service for now; the next run uploads again (${message})`);
		case null: return failed(`${message}; it may have been taken or not, and the next run uploads again, which is harmless`);
		default: return failed(message);
	}
}
function forbidden(message) {
	if (/rate limit|abuse detection/i.test(message)) return failed(message);
	if (/archived/i.test(message)) return unavailable("the repository is archived, and takes nothing", message);
	if (/not accessible by/i.test(message)) return unavailable("the token may not write to code scanning: give the job `security-events: write`; for a pull request from a fork or by Dependabot GitHub gives no token that may", message);
	return unavailable("code scanning is not enabled here (Settings > Advanced Security; private repositories need a licence)", message);
}
function unavailable(reason, message) {
	return {
		kind: "unavailable",
		reason: `${reason} (${message})`
	};
}
function failed(reason) {
	return {
		kind: "failed",
		reason
	};
}
function said(errors) {
	if (!Array.isArray(errors) || errors.length === 0) return "";
	return `: ${require_text.visible(errors.map(String).join("; ").slice(0, longestForeign))}`;
}
function pageOf(apiUrl, repo, ref) {
	const { protocol, host } = new URL(apiUrl);
	const pull = /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
	const branch = ref.replace(/^refs\/heads\//, "");
	const query = `is:open tool:akguard ${pull === void 0 ? `branch:${branch}` : `pr:${pull}`}`;
	return `${`${protocol}//${host.replace(/^api\./, "")}/${repo}/security/code-scanning`}?query=${encodeURIComponent(query)}`;
}
exports.uploadSarif = uploadSarif;
