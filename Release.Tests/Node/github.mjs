// GitHub's official client against the sandbox's GitHub: every call that the product makes. Arguments: the API's base address; the token comes in GITHUB_TOKEN.
import assert from 'node:assert/strict';
import { Octokit } from '@octokit/rest';

const [baseUrl] = process.argv.slice(2);
const octokit = new Octokit({ baseUrl, auth: process.env.GITHUB_TOKEN });
const publisher = { owner: 'example', repo: 'publisher' };
const config = { owner: 'example', repo: 'config' };

const { data: repository } = await octokit.repos.get(publisher);
assert.equal(repository.full_name, 'example/publisher');
assert.equal(repository.permissions.push, true);

const commits = await octokit.paginate(octokit.repos.listCommits, { ...publisher, sha: repository.default_branch, per_page: 20 });
assert.ok(commits.length > 40, `${commits.length} commits`);
let pages = 0;
for await (const page of octokit.paginate.iterator(octokit.repos.listCommits, { ...publisher, per_page: 25 })) {
  assert.ok(page.data.length > 0);
  pages++;
}
assert.equal(pages, Math.ceil(commits.length / 25));

const tags = await octokit.paginate(octokit.repos.listTags, publisher);
assert.equal(tags[0].name, 'v1366');
const comparison = await octokit.repos.compareCommitsWithBasehead({ ...publisher, basehead: 'v1350...v1366' });
assert.equal(comparison.data.status, 'ahead');
assert.equal(comparison.data.commits.length, comparison.data.total_commits);
assert.equal(comparison.data.commits.at(-1).sha, tags[0].commit.sha);
assert.ok(comparison.data.files.length > 0);
const compared = await octokit.paginate(octokit.repos.compareCommitsWithBasehead, { ...publisher, basehead: 'v1350...v1366', per_page: 5 }, (page) => page.data.commits);
assert.deepEqual(compared.map((commit) => commit.sha), comparison.data.commits.map((commit) => commit.sha));

const { data: commit } = await octokit.repos.getCommit({ ...publisher, ref: 'v1366' });
assert.equal(commit.sha, tags[0].commit.sha);
const { data: open } = await octokit.pulls.list({ ...publisher, state: 'open' });
const { data: dependencies } = await octokit.issues.listForRepo({ ...publisher, labels: 'dependencies' });
assert.ok(dependencies.every((issue) => issue.pull_request));
assert.ok(open.length > dependencies.length);
const { data: branch } = await octokit.repos.getBranch({ ...publisher, branch: open[0].head.ref });
assert.equal(branch.commit.sha, open[0].head.sha);
const { data: associated } = await octokit.repos.listPullRequestsAssociatedWithCommit({ ...publisher, commit_sha: open[0].head.sha });
assert.equal(associated[0].number, open[0].number);
const { data: files } = await octokit.pulls.listFiles({ ...publisher, pull_number: open[0].number });
assert.ok(files[0].patch.startsWith('@@ '));
const { data: checks } = await octokit.checks.listForRef({ ...publisher, ref: 'main' });
assert.equal(checks.check_runs.length, checks.total_count);
await octokit.repos.getCombinedStatusForRef({ ...publisher, ref: 'main' });

// The configuration repository's way: branch, commit, merge, delete.
const name = 'update-image-tag/publisher/integration/v1367';
const { data: main } = await octokit.git.getRef({ ...config, ref: 'heads/main' });
await octokit.git.createRef({ ...config, ref: `refs/heads/${name}`, sha: main.object.sha });
const path = 'charts/app-config/image-tags/integration/publisher';
const { data: file } = await octokit.repos.getContent({ ...config, path, ref: name });
const content = Buffer.from(file.content, 'base64').toString().replace('v1366', 'v1367');
const { data: written } = await octokit.repos.createOrUpdateFileContents({
  ...config, path, branch: name, sha: file.sha, message: 'Update publisher image tag to v1367 for integration', content: Buffer.from(content).toString('base64'),
  committer: { name: 'Release', email: 'release@example.com' },
});
assert.equal(written.commit.parents[0].sha, main.object.sha);
const merge = await octokit.repos.merge({ ...config, base: 'main', head: name, commit_message: `Merge ${name} into main` });
assert.equal(merge.status, 201);
assert.equal((await octokit.repos.merge({ ...config, base: 'main', head: name })).status, 204);
await octokit.git.deleteRef({ ...config, ref: `heads/${name}` });
await assert.rejects(octokit.git.getRef({ ...config, ref: `heads/${name}` }), { status: 404 });
const { data: raw } = await octokit.repos.getContent({ ...config, path, mediaType: { format: 'raw' } });
assert.equal(raw, content);

const membership = { org: 'example', team_slug: 'production-deploy' };
assert.equal((await octokit.teams.getMembershipForUserInOrg({ ...membership, username: 'priya-menon' })).data.state, 'active');
await assert.rejects(octokit.teams.getMembershipForUserInOrg({ ...membership, username: 'joss-bellamy' }), { status: 404 });
assert.equal((await octokit.orgs.checkMembershipForUser({ org: 'example', username: 'joss-bellamy' })).status, 204);
assert.equal((await octokit.users.getAuthenticated()).data.login, 'release-machine');
assert.ok((await octokit.rateLimit.get()).data.resources.core.remaining > 0);

const page = await octokit.graphql(`query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) {
  refs(refPrefix: "refs/tags/", first: 20, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) { nodes { name target { oid } } }
  defaultBranchRef { name target { ... on Commit { history(first: 40) { nodes { oid messageHeadline associatedPullRequests(first: 1) { nodes { number } } } } } } }
  pullRequests(states: OPEN, labels: ["dependencies"]) { totalCount } } }`, publisher);
assert.equal(page.repository.refs.nodes[0].name, 'v1366');
assert.deepEqual(page.repository.defaultBranchRef.target.history.nodes.map((node) => node.oid), commits.slice(0, 40).map((entry) => entry.sha));
assert.equal(page.repository.pullRequests.totalCount, dependencies.length);
await assert.rejects(octokit.graphql('{ nothing }'), { name: 'GraphqlResponseError' });

const wrong = new Octokit({ baseUrl, auth: 'ghp_wrong' });
await assert.rejects(wrong.repos.get(publisher), { status: 401 });
console.log('all calls answered');
