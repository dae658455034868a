namespace Release.Integrations.Git;

/// <summary>An object of the repository.</summary>
/// <param name="Id">40 hexadecimal digits.</param>
/// <param name="Type">commit, tree or blob.</param>
/// <param name="Content">As git stores it, without its header.</param>
internal sealed record GitObject(string Id, string Type, byte[] Content);
