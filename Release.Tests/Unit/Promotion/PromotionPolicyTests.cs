using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Promotion;

namespace Release.Tests.Unit.Promotion;

public sealed class PromotionPolicyTests
{
    private static readonly PromotionFacts AllGood = new(
        EnvironmentName.Parse("integration"),
        EnvironmentName.Parse("staging"),
        NextProblem: null,
        Trigger.Continuous,
        PromoteRequested: true,
        SmokeTests: (true, "12 tests passed"),
        PromoteDeployment: true,
        AutomaticDeploysEnabled: true,
        Engine: EnvironmentEngine.ArgoCd,
        Applications: ["frontend", "draft-frontend"],
        Frozen: false);

    [Fact]
    public void All_gates_open_promote_to_the_next_environment()
    {
        var decision = PromotionPolicy.Decide(AllGood);

        decision.Promote.ShouldBeTrue();
        decision.Target.ShouldBe(EnvironmentName.Parse("staging"));
        decision.Summary.ShouldBe("Promote to staging");
    }

    public static TheoryData<string, string> ClosedGates() => new()
    {
        { nameof(PromotionFacts.SmokeTests), "2 of 12 tests failed" },
        { nameof(PromotionFacts.PromoteRequested), "The request does not ask for promotion." },
        { nameof(PromotionFacts.Trigger), "This is a manual deployment, and those are never promoted." },
        { nameof(PromotionFacts.PromoteDeployment), "promote_deployment is false or missing in integration's file." },
        { nameof(PromotionFacts.AutomaticDeploysEnabled), "automatic_deploys_enabled is false or missing in integration's file." },
        { nameof(PromotionFacts.Applications), "Argo CD application draft-frontend is a draft; drafts are tested but not promoted." },
        { nameof(PromotionFacts.Frozen), "Deployments of this application are frozen in Release." },
        { nameof(PromotionFacts.Next), "integration is the last environment." },
        { nameof(PromotionFacts.NextProblem), "staging has no file" },
    };

    [Theory]
    [MemberData(nameof(ClosedGates))]
    public void One_closed_gate_holds_it_and_says_why(string gate, string evidence)
    {
        var decision = PromotionPolicy.Decide(Close(gate));

        decision.Promote.ShouldBeFalse();
        decision.Gates.Where(candidate => !candidate.Passed).ShouldHaveSingleItem().Evidence.ShouldBe(evidence);
        decision.Summary.ShouldBe($"Not promoted: {evidence}");
    }

    [Theory]
    [InlineData(EnvironmentEngine.ArgoCd, "Argo CD application frontend is not a draft.", "No Argo CD application runs this image in integration.")]
    [InlineData(EnvironmentEngine.Kubernetes, "Deployment frontend is not a draft.", "No Deployment runs this image in integration.")]
    public void The_draft_gate_names_the_engine_of_the_environment(EnvironmentEngine engine, string live, string none)
    {
        Evidence(AllGood with { Engine = engine, Applications = ["frontend"] }).ShouldBe(live);
        Evidence(AllGood with { Engine = engine, Applications = [] }).ShouldBe(none);

        static string Evidence(PromotionFacts facts) =>
            PromotionPolicy.Decide(facts).Gates.Single(gate => gate.Name == "Not a draft application").Evidence;
    }

    [Fact]
    public void Every_gate_is_listed_with_its_evidence_whatever_the_decision()
    {
        var open = PromotionPolicy.Decide(AllGood);
        var closed = PromotionPolicy.Decide(AllGood with { PromoteDeployment = false, Frozen = true });

        closed.Gates.Select(gate => gate.Name).ShouldBe(open.Gates.Select(gate => gate.Name));
        closed.Gates.ShouldAllBe(gate => gate.Evidence.Length > 0);
    }

    private static PromotionFacts Close(string gate) => gate switch
    {
        nameof(PromotionFacts.SmokeTests) => AllGood with { SmokeTests = (false, "2 of 12 tests failed") },
        nameof(PromotionFacts.PromoteRequested) => AllGood with { PromoteRequested = false },
        nameof(PromotionFacts.Trigger) => AllGood with { Trigger = Trigger.Manual },
        nameof(PromotionFacts.PromoteDeployment) => AllGood with { PromoteDeployment = false },
        nameof(PromotionFacts.AutomaticDeploysEnabled) => AllGood with { AutomaticDeploysEnabled = false },
        nameof(PromotionFacts.Applications) => AllGood with { Applications = ["draft-frontend"] },
        nameof(PromotionFacts.Frozen) => AllGood with { Frozen = true },
        nameof(PromotionFacts.Next) => AllGood with { Next = null },
        nameof(PromotionFacts.NextProblem) => AllGood with { NextProblem = "staging has no file" },
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, null),
    };
}
