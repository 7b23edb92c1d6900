const require_once = require("./once.js");
const require_octokit = require("./octokit.js");
const require_visibility = require("./visibility.js");
let node_timers_promises = require("node:timers/promises");
// src/github/issues.ts
const settleMs = 2e3;
const label = "akguard";
function githubIssues(options) {
	const octokit = require_octokit.connect(options, options.log);
	const { log } = options;
	const [owner = "", repo = ""] = options.repo.split("/");
	const place = {
		owner,
		repo
	};
	const request = { retries: 0 };
	let own = null;
	let isPublic = null;
	async function ours() {
		own ??= require_once.ownLogin(octokit);
		try {
			return await own;
		} catch (error) {
			own = null;
			throw error;
		}
	}
	async function findAll(marker) {
		const login = await ours();
		const found = [];
		try {
			const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
				...place,
				...login === null ? {} : { creator: login },
				state: "all",
				sort: "created",
				direction: "asc",
				per_page: 100
			});
			for await (const { data } of pages) {
				const fitting = data.filter((issue) => !issue.pull_request && require_once.isBy(login, issue.user));
				found.push(...fitting.filter((issue) => issue.body?.startsWith(marker) === true).map(shown));
			}
		} catch (error) {
			throw require_octokit.failure(`list the issues of ${options.repo}`, error);
		}
		return found.toSorted((a, b) => a.number - b.number);
	}
	async function find(marker) {
		const [first = null, ...others] = await findAll(marker);
		for (const other of first ? others.filter(({ isOpen }) => isOpen) : []) {
			const body = `${marker}\n\nDuplicate of #${first?.number}: two runs found the key at the same time.\n`;
			await change(other.number, {
				title: other.title,
				body,
				state: "closed",
				state_reason: "duplicate"
			}).catch((error) => log.warn("a duplicate issue stays open", { reason: require_octokit.failure("close it", error).message }));
		}
		return first;
	}
	async function post(title, body) {
		try {
			const { data, status } = await octokit.rest.issues.create({
				...place,
				...require_once.fitted(title, body),
				request
			});
			if (!isMade(status)) throw new require_octokit.GitHubFailure(`GitHub did not create an issue in ${options.repo}: it answered ${status}; has the repository moved?`, 301);
			return shown(data);
		} catch (error) {
			throw require_octokit.failure(`create an issue in ${options.repo}`, error);
		}
	}
	async function mark(number) {
		try {
			await octokit.rest.issues.addLabels({
				...place,
				issue_number: number,
				labels: [label],
				request
			});
		} catch (error) {
			log.debug("the issue has no label", { reason: require_octokit.failure("label the issue", error).message });
		}
	}
	async function change(number, values) {
		const about = {
			...place,
			issue_number: number
		};
		try {
			return shown((await octokit.rest.issues.update({
				...about,
				...values
			})).data);
		} catch (error) {
			const refused = require_octokit.failure(`update issue ${number} of ${options.repo}`, error);
			if (refused.status !== 422 || values.state_reason === void 0) throw refused;
		}
		const { state_reason: _, ...rest } = values;
		return change(number, rest);
	}
	return {
		find,
		isPublic() {
			return isPublic ??= require_visibility.isPublicRepository(octokit, options.repo, log);
		},
		async create(title, body, marker) {
			const { thing: made, isNew } = await require_once.makeOnce({
				find: () => find(marker),
				post: () => post(title, body),
				settle: () => (0, node_timers_promises.setTimeout)(options.unpaced === true ? 0 : settleMs),
				log
			});
			if (!isNew) return made;
			await mark(made.number);
			return await find(marker).catch(() => null) ?? made;
		},
		async update(number, { title, body, isOpen }) {
			const state = isOpen === void 0 ? {} : isOpen ? {
				state: "open",
				state_reason: "reopened"
			} : {
				state: "closed",
				state_reason: "completed"
			};
			return change(number, {
				...require_once.fitted(title, body),
				...state
			});
		},
		async comment(number, text) {
			const body = require_once.fittedComment(text);
			try {
				await octokit.rest.issues.createComment({
					...place,
					issue_number: number,
					body,
					request
				});
			} catch (error) {
				log.warn("an issue could not be commented on", { reason: require_octokit.failure("take a comment", error).message });
			}
		}
	};
}
function shown({ number, html_url: url, title, body, state }) {
	return {
		number,
		url,
		title,
		body: body ?? "",
		isOpen: state === "open"
	};
}
function isMade(status) {
	return status === 201;
}
exports.githubIssues = githubIssues;
