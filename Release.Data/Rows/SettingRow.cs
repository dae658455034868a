namespace Release.Data.Rows;

/// <summary>Something Release remembers by name.</summary>
public sealed class SettingRow(string key, string value)
{
    public const int MaxKeyLength = 200;

    public string Key { get; private set; } = key;

    public string Value { get; private set; } = value;

    internal void Change(string value) => Value = value;
}
