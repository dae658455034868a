using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Integrations.Git;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Sources;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>Files' texts, each under an alias of its own.</summary>
internal sealed record BlobsData(IReadOnlyDictionary<string, BlobsData.Blob?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    /// <param name="Text">Null where it is no text.</param>
    internal sealed record Blob(string? Text, bool IsTruncated);
}
