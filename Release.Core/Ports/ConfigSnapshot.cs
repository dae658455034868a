namespace Release.Core.Ports;

/// <summary>All image-tag files at one commit of the main branch.</summary>
/// <param name="Commit">That commit.</param>
/// <param name="Files">Those of configured environments.</param>
/// <param name="Notices">What was left out and why, in sentences, for example a folder that is no configured environment.</param>
public sealed record ConfigSnapshot(string Commit, IReadOnlyList<ImageTagFile> Files, IReadOnlyList<string> Notices);
