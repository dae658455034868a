using Quartz;
using Release.Core.Applications;

namespace Release.Web.Jobs;

/// <summary>How the scheduler knows a cell: one job per cell, so that only one pass over it runs at a time, on whichever replica.</summary>
internal static class CellJobs
{
    public const string Group = "pipeline";

    /// <summary>The pipeline's own next look; each one replaces the one before.</summary>
    public const string TimerGroup = "timer";

    /// <summary>A look brought forward because something changed outside.</summary>
    public const string NudgeGroup = "nudge";

    public static JobKey Key(Cell cell) => new(cell.ToString(), Group);

    public static TriggerKey TimerKey(Cell cell) => new(cell.ToString(), TimerGroup);

    public static TriggerKey NudgeKey(Cell cell) => new(cell.ToString(), NudgeGroup);

    /// <exception cref="FormatException">The job is not a cell's.</exception>
    public static Cell CellOf(JobKey key)
    {
        var slash = key.Name.LastIndexOf('/');
        return slash > 0
            ? new Cell(ApplicationName.Parse(key.Name[..slash]), EnvironmentName.Parse(key.Name[(slash + 1)..]))
            : throw new FormatException($"The job '{key.Name}' is not a cell's.");
    }

    /// <summary>Not durable: with its last trigger the job goes too, so that nothing piles up.</summary>
    public static IJobDetail Job(Cell cell) =>
        JobBuilder.Create<CellPassJob>().WithIdentity(Key(cell)).RequestRecovery(true).Build();

    /// <summary>Fires once, and at once where the moment has passed, however long ago.</summary>
    public static ITrigger Once(TriggerKey key, Cell cell, DateTimeOffset at) => TriggerBuilder.Create()
        .WithIdentity(key)
        .ForJob(Key(cell))
        .StartAt(at)
        .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
        .Build();
}
