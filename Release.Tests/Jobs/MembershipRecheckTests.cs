using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Release.Core.Live;
using Release.Core.Policies;
using Release.Core.Ports;
using Release.Tests.Support;
using Release.Web.Jobs;

namespace Release.Tests.Jobs;

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
        var bobs = new SemaphoreSlim(0);
        people.ChangeAsync(default, default, default!, Token).ReturnsForAnyArgs<Person?>(call =>
        {
            if (call.ArgAt<long>(0) == 1)
            {
                throw new DbUpdateException("ann cannot be stored");
            }

            bobs.Release();
            return null;
        });
        var clock = new FakeTimeProvider();
        var check = new MembershipCheck(people, new FakeMemberships(), new RoleMapping([]), settings, clock);
        using var job = new MembershipRecheck(check, settings, clock, NullLogger<MembershipRecheck>.Instance);

        await job.StartAsync(Token);
        while (!await bobs.WaitAsync(TimeSpan.FromMilliseconds(10), Token))
        {
            job.ExecuteTask!.IsCompleted.ShouldBeFalse("a loop that ends stops the host");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        looks.ShouldBeGreaterThan(1);
        await job.StopAsync(Token);
    }
}
