namespace Release.Integrations.GitHub.Objects;

/// <param name="Truncated">There is more than GitHub lists at once.</param>
internal sealed record TreeObject(IReadOnlyList<TreeObject.Entry> Tree, bool Truncated)
{
    /// <param name="Path">Relative to the tree that was asked for.</param>
    /// <param name="Mode">As git's: 100644, 100755, 120000, 040000, 160000.</param>
    /// <param name="Type">blob, tree or commit.</param>
    internal sealed record Entry(string Path, string Mode, string Type, string Sha)
    {
        public bool IsTree => Type == "tree";

        /// <summary>Neither a link nor a submodule.</summary>
        public bool IsFile => Type == "blob" && Mode != "120000";
    }
}
