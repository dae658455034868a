using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Release.Core.Access;
using Release.Tests.Support;
using Release.Web.Jobs;

namespace Release.Tests.Unit.Jobs;

public sealed class MembershipRecheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neither_one_persons_trouble_nor_the_databases_ends_the_looks()
    {
        var settings = SessionSettings.Default with { RecheckEvery = TimeSpan.FromSeconds(15) };
        var people = Substitute.For<IPeople>();
        var looks = 0;
        people.SignedInSinceAsync(default, Token).ReturnsForAnyArgs<IReadOnlyList<Person>>(_ =>
            ++looks == 1 ? throw new InvalidOperationException("a passing error") : [new Person(1, "ann"), new Person(2, "bob")]);
        var asked = new List<long>();
        people.ChangeAsync(default, default, default!, Token).ReturnsForAnyArgs<Person?>(call =>
        {
            asked.Add(call.ArgAt<long>(0));
            return asked[^1] == 1 ? throw new DbUpdateException("ann cannot be stored") : null;
        });
        var clock = new FakeTimeProvider();
        var check = new MembershipCheck(people, new FakeMemberships(), new RoleMapping([]), settings, clock);
        var job = new MembershipRecheck(check, NullLogger<MembershipRecheck>.Instance);
        clock.Advance(TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<InvalidOperationException>(() => job.LookAsync(Token), "the job failed, which its page says");
        await job.LookAsync(Token);

        looks.ShouldBe(2);
        asked.ShouldBe([1, 2]);
    }
}
