using Release.Sandbox.Faults;
using Release.Sandbox.Pages;

namespace Release.Tests.Unit.Pages;

public sealed class SandboxTextTests
{
    public static TheoryData<Misbehaviour> Kinds() => [.. Enum.GetValues<Misbehaviour>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_misbehaviour_has_a_name_of_its_own_and_says_what_one_will_see(Misbehaviour kind)
    {
        MisbehaviourText.Of(kind).ShouldNotBe(kind.ToString());
        MisbehaviourText.Explain(kind).ShouldEndWith(".");
        Enum.GetValues<Misbehaviour>().Count(other => MisbehaviourText.Of(other) == MisbehaviourText.Of(kind)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false, false, 0, false, false, "Answers")]
    [InlineData(true, true, 0, true, false, "Away since 9:41am: connections hang")]
    [InlineData(false, false, 2000, false, false, "Answers after 2 s")]
    [InlineData(false, false, 0, true, false, "Answers, out of quota until 9:47am, with errors (502)")]
    [InlineData(false, false, 0, false, true, "Answers, says that it was too fast until 9:47am, breaks off in the middle")]
    public void A_service_says_what_is_wrong_with_it(bool away, bool hang, int delay, bool quotaAndErrors, bool paceAndHalves, string words)
    {
        var since = new DateTimeOffset(2026, 11, 23, 9, 41, 0, TimeSpan.Zero);
        var until = since.AddMinutes(6);
        var trouble = new ServiceTrouble(
            away, hang, TimeSpan.FromMilliseconds(delay), quotaAndErrors, paceAndHalves, quotaAndErrors ? until : null, paceAndHalves ? until : null);

        ServiceText.State(trouble, away ? since : null, since.AddMinutes(5), TimeZoneInfo.Utc).ShouldBe(words);
        ServiceText.IsWell(trouble).ShouldBe(words == "Answers");
    }

    [Fact]
    public void Every_trouble_of_a_service_can_be_chosen_and_ended()
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 41, 0, TimeSpan.Zero);
        foreach (var choice in ServiceChoice.Of(new ServiceTrouble()))
        {
            var chosen = choice.Change(new ServiceTrouble(), now);
            chosen.ShouldNotBe(new ServiceTrouble());
            if (!chosen.Away)
            {
                ServiceChoice.Of(chosen).Select(ending => ending.Change(chosen, now)).ShouldContain(new ServiceTrouble(), choice.Title);
            }
        }
    }

    [Theory]
    [InlineData(false, false, 0, false, "Answers")]
    [InlineData(true, false, 0, false, "Away since 9:41am: connections are refused")]
    [InlineData(true, true, 2000, true, "Away since 9:41am: connections hang")]
    [InlineData(false, false, 2000, false, "Answers after 2 s")]
    [InlineData(false, false, 0, true, "Refuses everything (403)")]
    [InlineData(false, false, 500, true, "Answers after 0.5 s, refuses everything (403)")]
    public void A_cluster_says_what_is_wrong_with_it(bool away, bool hang, int delay, bool forbidden, string words)
    {
        var trouble = new ClusterTrouble(away, hang, TimeSpan.FromMilliseconds(delay), forbidden);
        var since = new DateTimeOffset(2026, 11, 23, 9, 41, 0, TimeSpan.Zero);

        ClusterText.State(trouble, away ? since : null, since.AddMinutes(5), TimeZoneInfo.Utc).ShouldBe(words);
        ClusterText.IsWell(trouble).ShouldBe(words == "Answers");
    }
}
