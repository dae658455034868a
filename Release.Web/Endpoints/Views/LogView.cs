using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>Output kept of a step.</summary>
/// <param name="FailingLine">Zero-based line of the text that shows the failure.</param>
internal sealed record LogView(string Step, string Title, string Text, int? FailingLine, DateTime At)
{
    public static LogView Of(StepLogView log) => new(log.Step.ToString(), log.Title, log.Text, log.FailingLine, log.At.UtcDateTime);
}
