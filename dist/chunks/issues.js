const require_octokit = require("./octokit.js");
let node_timers_promises = require("node:timers/promises");
// src/github/author.ts
async function ownLogin(octokit) {
	try {
		return (await octokit.rest.users.getAuthenticated()).data.login;
	} catch (error) {
		const refused = require_octokit.failure("say whose token this is", error);
		if (refused.status !== 403 || /rate limit/i.test(refused.message)) throw refused;
	}
	try {
		const { viewer } = await octokit.graphql("{ viewer { login } }");
		return viewer.login.endsWith("[bot]") ? viewer.login : `${viewer.login}[bot]`;
	} catch {
		return null;
	}
}
function isBy(login, author) {
	if (author === null) return false;
	const name = author.login.toLowerCase();
	return login === null ? name.endsWith("[bot]") : name === login.toLowerCase();
}
// src/github/issues.ts
const longest = {
	title: 256,
	body: 6e4
};
const cutNote = "\n\n(Cut here: the rest does not fit into an issue.)\n";
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
		own ??= ownLogin(octokit);
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
				const fitting = data.filter((issue) => !issue.pull_request && isBy(login, issue.user));
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
				...fitted(title, body),
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
			isPublic ??= octokit.rest.repos.get(place).then(({ data }) => !data.private, (error) => {
				log.debug("taken for public", { reason: require_octokit.failure(`show ${options.repo}`, error).message });
				return true;
			});
			return isPublic;
		},
		async create(title, body, marker) {
			const earlier = await find(marker);
			if (earlier) return earlier;
			let made;
			try {
				made = await post(title, body);
			} catch (error) {
				if (!(error instanceof require_octokit.GitHubFailure) || !error.mayHaveWorked) throw error;
				log.warn("the answer to a new issue was lost; looking for it", { reason: error.message });
				await (0, node_timers_promises.setTimeout)(options.unpaced === true ? 0 : settleMs);
				made = await find(marker) ?? await post(title, body);
			}
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
				...fitted(title, body),
				...state
			});
		},
		async comment(number, text) {
			const body = text.slice(0, longest.body);
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
function fitted(title, body) {
	if (body.length <= longest.body) return {
		title: title.slice(0, longest.title),
		body
	};
	const start = body.slice(0, longest.body - 51);
	const lineEnd = start.lastIndexOf("\n");
	return {
		title: title.slice(0, longest.title),
		body: start.slice(0, Math.max(lineEnd, 0)) + cutNote
	};
}
function isMade(status) {
	return status === 201;
}
exports.githubIssues = githubIssues;
