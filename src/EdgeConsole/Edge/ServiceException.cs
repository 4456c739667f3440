using System.Net;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>A service does not do what it was asked, or does not answer.</summary>
internal sealed class ServiceException(Saying saying, Exception? cause = null, HttpStatusCode? status = null)
    : HttpRequestException(saying.Words, cause, status), ISayable
{
    public Saying Saying => saying;
}
