using Release.Core.Sources;
using Release.Integrations.GitHub.Objects;

namespace Release.Tests.Unit.GitHub;

public sealed class WorkflowRunStatesTests
{
    [Theory]
    [InlineData(null, null, BuildState.Queued)]
    [InlineData("queued", null, BuildState.Queued)]
    [InlineData("requested", null, BuildState.Queued)]
    [InlineData("waiting", null, BuildState.Queued)]
    [InlineData("pending", null, BuildState.Queued)]
    [InlineData("in_progress", null, BuildState.Running)]
    [InlineData("completed", "success", BuildState.Succeeded)]
    [InlineData("completed", "neutral", BuildState.Succeeded)]
    [InlineData("completed", "failure", BuildState.Failed)]
    [InlineData("completed", "timed_out", BuildState.Failed)]
    [InlineData("completed", "startup_failure", BuildState.Failed)]
    [InlineData("completed", "of_next_year", BuildState.Failed)]
    [InlineData("completed", null, BuildState.Failed)]
    [InlineData("completed", "cancelled", BuildState.Cancelled)]
    [InlineData("completed", "skipped", BuildState.Cancelled)]
    [InlineData("completed", "stale", BuildState.Cancelled)]
    [InlineData("completed", "action_required", BuildState.Queued)]
    public void A_runs_state_is_one_word(string? status, string? conclusion, BuildState state) =>
        WorkflowRunStates.Of(status, conclusion).ShouldBe(state);
}
