using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>
/// The image-tag file is built in a way that cannot be edited without touching more than what was asked for (a key
/// twice, several documents, a nested value …). Trying again does not help: a person mends the file.
/// </summary>
public sealed class ConfigFileRefusedException(Cell cell, string path, string why)
    : Exception($"The file {path} of the configuration repository was not changed: {why} Mend it by hand, then try again.")
{
    public Cell Cell => cell;
}
