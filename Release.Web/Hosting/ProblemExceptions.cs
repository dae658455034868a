using Microsoft.AspNetCore.Diagnostics;
using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Web.Hosting;

/// <summary>Turns expected exceptions into the answers they mean; the rest stays 500 without its details.</summary>
internal sealed class ProblemExceptions : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => Problems.Of(bad.StatusCode, "The request is not valid", bad.Message),
            IllegalTransitionException illegal => Problems.Conflict(illegal.Message),
            StaleWriteException => Problems.Conflict("Somebody else changed the same at the same moment. Look again, then repeat."),
            OutsideException outside => Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "A system that Release needs did not answer", outside.Message),
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
