const require_once = require("./once.js");
const require_octokit = require("./octokit.js");
let node_timers_promises = require("node:timers/promises");
// src/github/advisories.ts
const settleMs = 2e3;
function githubAdvisories(options) {
	const octokit = require_octokit.connect(options, options.log);
	const [owner = "", repo = ""] = options.repo.split("/");
	const place = {
		owner,
		repo
	};
	const request = { retries: 0 };
	async function find(marker) {
		try {
			const login = await require_once.ownLogin(octokit);
			const route = octokit.rest.securityAdvisories.listRepositoryAdvisories;
			const listed = {
				...place,
				state: "draft",
				sort: "created",
				direction: "asc",
				per_page: 100
			};
			for await (const { data } of octokit.paginate.iterator(route, listed)) {
				const found = data.filter(({ author }) => require_once.isBy(login, author)).find(({ description }) => description?.startsWith(marker) === true);
				if (found) return shown(found);
			}
			return null;
		} catch (error) {
			throw require_octokit.failure(`list the draft advisories of ${options.repo}`, error);
		}
	}
	async function post(title, text, isLive) {
		const { title: summary, body: description } = require_once.fitted(title, text);
		const draft = {
			summary,
			description,
			severity: isLive ? "critical" : "medium",
			vulnerabilities: [{ package: {
				ecosystem: "other",
				name: repo
			} }],
			cwe_ids: ["CWE-798"]
		};
		try {
			return shown((await octokit.rest.securityAdvisories.createRepositoryAdvisory({
				...place,
				...draft,
				request
			})).data);
		} catch (error) {
			throw require_octokit.failure(`create a draft advisory in ${options.repo}`, error);
		}
	}
	return {
		find,
		async create(title, text, marker, isLive) {
			const settle = () => (0, node_timers_promises.setTimeout)(options.unpaced === true ? 0 : settleMs);
			return (await require_once.makeOnce({
				find: () => find(marker),
				post: () => post(title, text, isLive),
				settle,
				log: options.log
			})).thing;
		},
		async update(id, title, text, isOver) {
			const { title: summary, body: description } = require_once.fitted(title, text);
			const state = isOver ? { state: "closed" } : {};
			try {
				const about = {
					...place,
					ghsa_id: id,
					summary,
					description,
					...state
				};
				await octokit.rest.securityAdvisories.updateRepositoryAdvisory(about);
			} catch (error) {
				throw require_octokit.failure(`update the draft advisory ${id}`, error);
			}
		}
	};
}
function shown({ ghsa_id: id, html_url: url, description }) {
	return {
		id,
		url,
		text: description ?? ""
	};
}
exports.githubAdvisories = githubAdvisories;
