namespace Release.Sandbox.Git.Objects;

/// <summary>A commit, tree, blob or tag as git stores it, without its header.</summary>
/// <param name="Kind"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
internal sealed record GitObject(string Kind, byte[] Content);
