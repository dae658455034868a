namespace Release.Data.Rows;

/// <summary>Something that happens once a day has been begun on a day.</summary>
public sealed class DailyClaimRow
{
    public const int MaxNameLength = 60;

    internal DailyClaimRow(string name, DateOnly day) => (Name, Day) = (name, day);

    private DailyClaimRow()
    {
    }

    public string Name { get; private set; } = "";

    public DateOnly Day { get; private set; }
}
