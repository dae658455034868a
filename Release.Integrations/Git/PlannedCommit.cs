namespace Release.Integrations.Git;

/// <summary>One edit on its way into the chain: a commit on a branch of its own and the merge of that branch.</summary>
/// <param name="Branch">For example <c>update-image-tag/publisher/integration/v1367</c>.</param>
/// <param name="Message">Of the commit.</param>
/// <param name="Path">The file.</param>
/// <param name="Content">The whole file, edited.</param>
internal sealed record PlannedCommit(string Branch, string Message, string Path, byte[] Content);
