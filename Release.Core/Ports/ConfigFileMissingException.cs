using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>The configuration repository has no image-tag file for this cell.</summary>
public sealed class ConfigFileMissingException(Cell cell, string path)
    : Exception($"The configuration repository has no file {path}. Add it there, then deploy again.")
{
    public Cell Cell => cell;
}
