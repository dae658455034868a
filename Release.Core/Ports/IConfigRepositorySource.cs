namespace Release.Core.Ports;

/// <summary>Where the configuration repository is, for those who hear of a push there.</summary>
public interface IConfigRepositorySource
{
    /// <param name="fullName"><c>owner/name</c> on GitHub, in any case.</param>
    /// <param name="branch">The branch that was pushed.</param>
    bool IsFollowed(string fullName, string branch);
}
