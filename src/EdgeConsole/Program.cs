using Jinan.IndustryBrain.EdgeConsole;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

return await ServiceRun.RunAsync(() => EdgeConsoleApplication.Build(args));
