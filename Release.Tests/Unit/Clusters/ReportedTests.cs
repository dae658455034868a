using Release.Core.Clusters;

namespace Release.Tests.Unit.Clusters;

public sealed class ReportedTests
{
    [Theory]
    [InlineData("Synced", SyncStatus.Synced)]
    [InlineData("OutOfSync", SyncStatus.OutOfSync)]
    [InlineData("Unknown", SyncStatus.Unknown)]
    public void A_known_word_is_its_state(string word, SyncStatus state)
    {
        Reported.Parse<SyncStatus>(word).ShouldBe(state);
        Reported.Parse<SyncStatus>(word).ToString().ShouldBe(word);
    }

    [Theory]
    [InlineData("Drifting")]
    [InlineData("synced")]
    [InlineData("1")]
    [InlineData("Synced, OutOfSync")]
    public void An_unknown_word_is_unknown_and_keeps_its_text(string word)
    {
        var reported = Reported.Parse<SyncStatus>(word);

        reported.State.ShouldBe(SyncStatus.Unknown);
        reported.ToString().ShouldBe(word);
        (reported == SyncStatus.Unknown).ShouldBeFalse("the vendor did not say that it does not know");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_word_is_unknown(string? word)
    {
        Reported.Parse<OperationPhase>(word).ShouldBe(OperationPhase.Unknown);
        Reported.ParseOptional<OperationPhase>(word).ShouldBeNull();
        Reported.Parse<OperationPhase>(word).ToString().ShouldBe("Unknown");
    }

    [Fact]
    public void An_unknown_phase_neither_runs_nor_has_failed()
    {
        var phase = Reported.Parse<OperationPhase>("Paused");

        (phase.IsRunning(), phase.HasFailed()).ShouldBe((false, false));
    }
}
